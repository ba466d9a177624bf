import { setImmediate as nextTurn } from "node:timers/promises";

import { checkOperationMoment } from "./job-operations-checks.ts";
import type { PruneOptions } from "./job-operations-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { pruneHistory } from "./sql/prune-history.ts";
import { type Batch, pruneJobs } from "./sql/prune-jobs.ts";

const BATCH = 1_000;

/**
 * Deletes what ended before the moment given, the history first. Each batch is a transaction of its own, so that no lock
 * and no snapshot is held for long; a row that somebody holds is left for the next time.
 */
export async function pruneFinished(
  { database, logger }: SchedulerContext,
  before: Date,
  { signal, onProgress }: PruneOptions = {},
): Promise<number> {
  checkOperationMoment(before, "finishedBefore");
  const batch = { before, limit: BATCH };
  const deleted = { jobs: 0, runs: 0 };

  async function deleteAll(what: keyof typeof deleted, deleteBatch: (batch: Batch) => Promise<number>): Promise<void> {
    let size = BATCH;
    while (size === BATCH && signal?.aborted !== true) {
      size = await deleteBatch(batch);
      deleted[what] += size;
      onProgress?.({ ...deleted });
      await nextTurn(); // the embedded database may answer without ever letting timers and sockets have their turn
    }
  }

  await deleteAll("runs", (next) => pruneHistory(database, next));
  await deleteAll("jobs", (next) => pruneJobs(database, next));
  logger.debug({ before: before.toISOString(), ...deleted }, "pruned finished jobs");
  return deleted.jobs;
}
