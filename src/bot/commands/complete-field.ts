import type { CompletionRequest } from "../../delivery/index.ts";
import { listRecentOrders } from "../../follow-ups/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { followupSettings } from "./followup-settings.ts";
import { jobStatus } from "./job-status.ts";
import { mayGive } from "./ranks.ts";

/** What a platform shows at most. */
const MAX_VALUES = 25;
/** So many of the newest jobs are looked through. */
const JOBS_LOOKED_AT = 200;

/** Values for a field that somebody is filling in: only what the command itself would show them. */
export async function completeField(parts: BotParts, request: CompletionRequest): Promise<readonly string[]> {
  if (request.command === jobStatus.name && request.field === "id") {
    return mayGive(jobStatus, request) ? completeId(parts, request) : [];
  }
  if (request.command === followupSettings.name && request.field === "zone") {
    return completeZone(request.typed);
  }
  return [];
}

/** An administrator is offered the orders for their server; jobs and all other orders are for operators. */
async function completeId(
  { database, followUps }: BotParts,
  { actor, place, typed: words }: CompletionRequest,
): Promise<readonly string[]> {
  const typed = words.trim().replaceAll("\u0000", "");
  if (!actor.operator) {
    return place.serverId === null
      ? []
      : listRecentOrders(database, { serverId: place.serverId, typed, limit: MAX_VALUES });
  }
  const orders = await listRecentOrders(database, { serverId: null, typed, limit: MAX_VALUES });
  const jobs = (await followUps.scheduler.list({ limit: JOBS_LOOKED_AT }))
    .map(({ jobId }) => jobId)
    .filter((jobId) => jobId.toLowerCase().includes(typed.toLowerCase()));
  // As many of both as there is room for, so that neither hides the other.
  const half = Math.max(Math.ceil(MAX_VALUES / 2), MAX_VALUES - jobs.length);
  return [...orders.slice(0, half), ...jobs].slice(0, MAX_VALUES);
}

function completeZone(words: string): readonly string[] {
  const typed = words.trim().toLowerCase().replaceAll(/\s+/g, "_");
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  const starts = zones.filter((zone) => partsOf(zone).some((part) => part.startsWith(typed)));
  const holds = zones.filter((zone) => zone.toLowerCase().includes(typed) && !starts.includes(zone));
  return [...starts, ...holds].slice(0, MAX_VALUES);
}

/** People type their continent or their city. */
function partsOf(zone: string): readonly string[] {
  const whole = zone.toLowerCase();
  return [whole, ...whole.split("/")];
}
