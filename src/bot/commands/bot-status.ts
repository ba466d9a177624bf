import { countCrisisLane, CRISIS_COUNT_DAYS, readPause } from "../../follow-ups/index.ts";
import { describeDuration, monotonicMs } from "../../kernel/index.ts";
import { DIRECT_CHAT_LIMITS, outboundCounts, readOpenings } from "../../outbound/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { minuteOf } from "../plain-words.ts";
import type { Command } from "./command-types.ts";

/** How the program is doing. */
export const botStatus: Command = {
  name: "bot_status",
  description: "How the bot is doing: platform, database, scheduler, queue, model",
  usage: "bot_status",
  rank: "operator",
  fields: [],
  run: async (parts, _source, words) => {
    if (words.length > 0) {
      return null;
    }
    const { database, followUps, status } = parts;
    const before = monotonicMs();
    const now = await database.now();
    const latencyMs = monotonicMs() - before;
    const { nextDue, lastDay } = await followUps.scheduler.statistics();
    return {
      text: [
        `**Rekindle ${status.version}**, ${status.mode}, up for ${describeDuration(status.uptimeMs())}`,
        `Platform: ${status.gateway()}`,
        `Database: ${database.kind}, answers in ${latencyMs.toFixed(1)} ms, clock ${minuteOf(parts, now)}`,
        `Scheduler: ${nextDue === null ? "nothing waits" : `next due ${minuteOf(parts, nextDue)}`}; last day ${lastDay.completed} completed, ${lastDay.failed} failed`,
        `Follow-ups: ${await followUpState(parts)}`,
        `Crisis lane: ${await countCrisisLane(database, now)} in ${CRISIS_COUNT_DAYS} days`,
        ...(await queueLines(parts)),
        `Model: ${modelState(parts)}`,
        `Redis: ${status.redis()}`,
      ].join("\n"),
    };
  },
};

async function followUpState({ database, followUps, inbox }: BotParts): Promise<string> {
  if (!followUps.settings.enabled) {
    return "switched off (FOLLOW_UP_ENABLED)";
  }
  const { pausedAt } = await readPause(database);
  if (pausedAt !== null) {
    return `**paused** since ${minuteOf({ inbox }, pausedAt)}`;
  }
  return followUps.settings.dryRun ? "dry run, nothing is sent (FOLLOW_UP_DRY_RUN)" : "on";
}

async function queueLines({ database, status, inbox }: BotParts): Promise<readonly string[]> {
  const { queued = 0, sending = 0, unknown = 0 } = await outboundCounts(database);
  const messages = `Messages: ${queued} queued, ${sending} being sent, ${unknown} whose arrival is unknown`;
  const { taken, held } = await readOpenings(database, DIRECT_CHAT_LIMITS);
  if (status.mode === "sandbox" && held === null) {
    return [messages];
  }
  const { openings, perMs } = DIRECT_CHAT_LIMITS;
  const budget = `Direct chats: ${taken} of ${openings} opened in the last ${describeDuration(perMs)}`;
  const hold = held === null ? "" : `; **none is opened** before ${minuteOf({ inbox }, held.until)}: ${held.reason}`;
  return [messages, `${budget}${hold}`];
}

function modelState({ followUps, replyModel }: BotParts): string {
  if (followUps.model === null) {
    return replyModel?.name ?? "not configured (LLM_BASE_URL)";
  }
  return replyModel === null ? `${followUps.model.name}, for follow-ups only` : followUps.model.name;
}
