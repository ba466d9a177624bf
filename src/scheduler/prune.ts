import type { SchedulerContext } from "./scheduler-context.ts";
import { type Batch, pruneJobs } from "./sql/prune-jobs.ts";
import { pruneHistory } from "./sql/prune-history.ts";

const BATCH = 1_000;

/** Deletes what ended before the moment given, batch by batch, so that no lock and no snapshot is held for long. */
export async function pruneFinished({ database }: SchedulerContext, before: Date): Promise<number> {
  const batch = { before, limit: BATCH };
  await countDeleted(batch, (next) => pruneHistory(database, next));
  return countDeleted(batch, (next) => pruneJobs(database, next));
}

async function countDeleted(batch: Batch, deleteBatch: (batch: Batch) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await deleteBatch(batch);
    total += deleted;
    if (deleted < batch.limit) {
      return total;
    }
  }
}
