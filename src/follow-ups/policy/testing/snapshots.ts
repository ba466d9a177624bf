import { addMs, DAY_MS, HOUR_MS } from "../../../kernel/index.ts";
import type { FollowUpKind, Place } from "../../../vocabulary/index.ts";
import type { FollowUpReason, FollowUpSnapshot } from "../../follow-ups-types.ts";
import type { PolicySettings } from "../assess.ts";

/** A Wednesday at noon: "now" in the examples. */
export const NOON = new Date("2026-05-20T12:00:00Z");

/** As long before or, with a negative number, after noon. */
export function hoursAgo(hours: number): Date {
  return addMs(NOON, -hours * HOUR_MS);
}

/** What the operator gets without a setting of their own. */
export const DEFAULT_SETTINGS: PolicySettings = { defaultDelayMs: 48 * HOUR_MS, maxPerWeek: 2 };

/** The direct chat in which they said yes. */
export const DM: Place = { platform: "sandbox", kind: "dm", channelId: "dm:ada", serverId: null };

/** Somebody who said yes a month ago, wrote three days ago, and may be written to at any hour: a check-in is due at once. */
export function snapshot(changes: Partial<FollowUpSnapshot> = {}): FollowUpSnapshot {
  return {
    now: NOON,
    enabled: true,
    paused: false,
    permission: { state: "granted", place: DM, since: addMs(NOON, -30 * DAY_MS) },
    frozen: false,
    checkIn: null,
    snoozedUntil: null,
    lastMessageAt: hoursAgo(72),
    sends: [],
    lastFollowUpSent: null,
    queued: false,
    everAnswered: false,
    frequencyMs: 48 * HOUR_MS,
    hours: { type: "zone", timeZone: "UTC", quiet: null },
    relationship: "friend",
    reasons: [],
    tender: false,
    order: null,
    ...changes,
  };
}

/** Something to go back to, at any time. */
export function reason(kind: FollowUpKind, changes: Partial<FollowUpReason> = {}): FollowUpReason {
  return {
    kind,
    memoryId: `memory of ${kind}`,
    topic: "your biology exam",
    sourceMessageId: "1001",
    notBefore: null,
    staleAt: null,
    quiet: false,
    ...changes,
  };
}

/** A message that went out so many hours ago and met with silence. */
export function sent(
  hours: number,
  changes: Partial<FollowUpSnapshot["sends"][number]> = {},
): FollowUpSnapshot["sends"][number] {
  return { at: hoursAgo(hours), kind: "check_in", reacted: false, ...changes };
}

/** Messages that met with silence, newest first, and the time of the newest as the settings hold it. */
export function unanswered(
  ...hours: readonly number[]
): Pick<FollowUpSnapshot, "sends" | "lastFollowUpSent" | "lastMessageAt"> {
  const [newest = 0] = hours;
  return { sends: hours.map((ago) => sent(ago)), lastFollowUpSent: hoursAgo(newest), lastMessageAt: hoursAgo(1000) };
}
