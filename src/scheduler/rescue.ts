import { UniqueViolationError } from "../database/index.ts";
import type { ActiveRuns } from "./active-runs.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { type Rescue, type RescuedRow, rescueRuns } from "./sql/rescue-runs.ts";

const BATCH = 100;
const QUARANTINE_AFTER_CRASHES = 3;
const MAX_CONFLICTS = 20;

/** Gives jobs back whose process vanished, tells the events, and says how many they were. */
export async function rescueVanishedRuns(
  context: SchedulerContext,
  runs: ActiveRuns,
  whose: Rescue["whose"],
): Promise<number> {
  const { database } = context;
  let count = 0;
  for (;;) {
    const rescued = await rescueBatch(context, {
      whose,
      ownLeases: runs.leaseTokens(),
      limit: BATCH,
      quarantineAfterCrashes: QUARANTINE_AFTER_CRASHES,
      now: await database.timeSource.now(database),
    });
    rescued.forEach((row) => report(context, row));
    count += rescued.length;
    if (rescued.length < BATCH) {
      return count;
    }
  }
}

async function rescueBatch({ database }: SchedulerContext, rescue: Rescue): Promise<readonly RescuedRow[]> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await rescueRuns(database, rescue);
    } catch (thrown) {
      if (!(thrown instanceof UniqueViolationError) || conflicts >= MAX_CONFLICTS) {
        throw thrown;
      }
    }
  }
}

function report({ logger, events }: SchedulerContext, row: RescuedRow): void {
  const facts = { jobId: row.job_id, jobType: row.job_type, run: row.run };
  const status = row.superseded ? "superseded" : "crashed";
  const fields = { ...facts, status, jobStatus: row.status, worker: row.worker };
  if (row.status === "failed") {
    logger.error(fields, "a job is quarantined: the process that ran it vanished too often");
  } else {
    logger.warn(fields, "a job was rescued: the process that ran it vanished");
  }
  events.emit("job:run-ended", { ...facts, status, jobStatus: row.status, durationMs: null, error: null });
}
