import { setImmediate as nextTurn } from "node:timers/promises";

import { checkOperationMoment } from "./job-operations-checks.ts";
import type { PruneOptions } from "./job-operations-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { pruneHistory } from "./sql/prune-history.ts";
import { type PrunedPageRow, pruneJobs } from "./sql/prune-jobs.ts";

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

  async function batchDone(): Promise<void> {
    onProgress?.({ ...deleted });
    await nextTurn(); // the embedded database may answer without ever letting timers and sockets have their turn
  }

  let size = BATCH;
  while (size === BATCH && signal?.aborted !== true) {
    size = await pruneHistory(database, batch);
    deleted.runs += size;
    await batchDone();
  }
  let after: string | null = "";
  while (after !== null && signal?.aborted !== true) {
    const page: PrunedPageRow = await pruneJobs(database, { ...batch, after });
    deleted.jobs += page.pruned;
    after = page.next;
    await batchDone();
  }
  logger.debug({ before: before.toISOString(), ...deleted }, "pruned finished jobs");
  return deleted.jobs;
}
