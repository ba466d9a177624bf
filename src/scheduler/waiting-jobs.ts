import type { Transaction } from "../database/index.ts";
import { checkKey } from "./check-request.ts";
import type { ScheduledJob } from "./job-types.ts";
import { toStorableText } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { cancelWaitingJob } from "./sql/cancel-waiting-job.ts";
import { findWaitingJob } from "./sql/find-waiting-job.ts";

/** Which waiting job is meant. */
export interface WaitingJob {
  readonly jobType: string;
  readonly key: string;
}

/** The job that waits under this key, locked until the transaction ends. */
export async function findPendingJob(
  transaction: Transaction,
  { jobType, key }: WaitingJob,
): Promise<ScheduledJob | null> {
  checkKey(jobType, key);
  const row = await findWaitingJob(transaction, { jobType, key });
  return row === null ? null : { jobId: row.job_id, scheduledTime: row.scheduled_time };
}

/** Cancels the job that waits under this key. `false`: none does. */
export async function cancelPendingJob(
  { database }: SchedulerContext,
  transaction: Transaction,
  { jobType, key, reason }: WaitingJob & { readonly reason: string },
): Promise<boolean> {
  checkKey(jobType, key);
  const now = await database.timeSource.now(transaction);
  return cancelWaitingJob(transaction, { jobType, key, reason: toStorableText(reason), now });
}
