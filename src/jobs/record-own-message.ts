import type { Database } from "../database/index.ts";
import { type FollowUpParts, toHostPlace } from "../follow-ups/index.ts";
import { findOutbound } from "../outbound/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";

/** A follow-up went out: the host's memory is told, until it took it. Nothing is told any more of what was forgotten meanwhile. */
export async function recordOwnMessage(
  database: Database,
  { host }: FollowUpParts,
  { payload, signal }: JobRun<{ outboundId: string }>,
): Promise<JobOutcome> {
  const message = await findOutbound(database, payload.outboundId);
  if (message?.sentAt && message.text !== "") {
    const { outboundId, personId: userId, place, text, kind, sentAt, platformMessageId: messageId } = message;
    await host.record({ outboundId, userId, place: toHostPlace(place), text, messageId, kind, sentAt }, signal);
  }
  return { type: "completed" };
}
