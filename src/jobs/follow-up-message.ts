import type { Database } from "../database/index.ts";
import { compose, considerDue, type FollowUpParts, queueFollowUp, recordUnsent } from "../follow-ups/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import { personId } from "../vocabulary/index.ts";

/** A follow-up is due: decide, write it, and put it in line, or record why not. */
export async function followUpMessage(
  database: Database,
  parts: FollowUpParts,
  { payload, jobId, scheduledTime, signal }: JobRun<{ personId: string }>,
): Promise<JobOutcome> {
  const request = { person: personId(payload.personId), jobId, dueAt: scheduledTime };
  const due = await considerDue(database, parts, { request, signal });
  const { decision, brief } = due;
  if (decision.type === "wait") {
    return { type: "snooze", until: decision.until, write: (transaction) => recordUnsent(parts, transaction, due) };
  }
  if (decision.type !== "send" || brief === null) {
    return { type: "completed", write: (transaction) => recordUnsent(parts, transaction, due) };
  }
  const draft = await compose(brief, parts, signal);
  return { type: "completed", write: (transaction) => queueFollowUp(parts, transaction, { due, draft }) };
}
