import { describeDuration, describeMoment, monotonicMs } from "../../kernel/index.ts";
import { outboundCounts } from "../../outbound/index.ts";
import type { Command } from "./command-types.ts";

/** How the program is doing. */
export const botStatus: Command = {
  name: "bot_status",
  usage: "bot_status",
  rank: "operator",
  run: async ({ database, followUps, replyModel, status }) => {
    const before = monotonicMs();
    const now = await database.now();
    const latencyMs = monotonicMs() - before;
    const { queued = 0, sending = 0, unknown = 0 } = await outboundCounts(database);
    const { nextDue, lastDay } = await followUps.scheduler.statistics();
    return {
      text: [
        `**Rekindle ${status.version}**, ${status.mode}, up for ${describeDuration(status.uptimeMs())}`,
        `Platform: ${status.gateway}`,
        `Database: ${database.kind}, answers in ${latencyMs.toFixed(1)} ms, clock ${describeMoment(now)}`,
        `Scheduler: ${nextDue === null ? "nothing waits" : `next due ${describeMoment(nextDue)}`}; last day ${lastDay.completed} completed, ${lastDay.failed} failed`,
        `Messages: ${queued} queued, ${sending} being sent, ${unknown} whose arrival is unknown`,
        `Model: ${replyModel?.name ?? "not configured (LLM_BASE_URL)"}`,
        `Redis: ${status.redis}`,
      ].join("\n"),
    };
  },
};
