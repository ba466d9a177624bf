import { type Transaction, UniqueViolationError } from "../database/index.ts";
import { changeJob } from "./change-job.ts";
import { JobSupersededError } from "./job-operations-errors.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { findRival } from "./sql/find-rival.ts";
import { type RetriedRow, retryJob } from "./sql/retry-job.ts";

const MAX_CONFLICTS = 20;

/**
 * Has a failed or cancelled job wait again, by itself or in the caller's transaction. When a request of the same key comes at
 * this very moment, it looks again, if the transaction is its own.
 *
 * @throws JobNotFoundError, JobStateError, JobSupersededError.
 */
export async function retryFinishedJob(
  context: SchedulerContext,
  jobId: string,
  transaction?: Transaction,
): Promise<RetriedRow> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await (transaction === undefined
        ? context.database.transaction((own) => retryIn(context, own, jobId))
        : retryIn(context, transaction, jobId));
    } catch (thrown) {
      if (!(thrown instanceof UniqueViolationError)) {
        throw thrown;
      }
      if (transaction !== undefined || conflicts >= MAX_CONFLICTS) {
        throw new JobSupersededError(jobId, null, { cause: thrown });
      }
    }
  }
}

async function retryIn(context: SchedulerContext, transaction: Transaction, jobId: string): Promise<RetriedRow> {
  const now = await context.database.timeSource.now(transaction);
  const row = await changeJob<RetriedRow>(transaction, {
    jobId,
    allowed: ["failed", "cancelled"],
    what: "retried",
    attempt: () => retryJob(transaction, { jobId, now }),
    otherwise: () => assertNoRival(transaction, jobId),
  });
  // From here on the index of waiting keys holds others back. Whoever was requested and claimed between the statement's look and
  // its write is seen by this second look: what waits must be the newest request that is not finished.
  await assertNoRival(transaction, jobId);
  return row;
}

async function assertNoRival(transaction: Transaction, jobId: string): Promise<null> {
  const rival = await findRival(transaction, jobId);
  if (rival !== null) {
    throw new JobSupersededError(jobId, rival);
  }
  return null;
}
