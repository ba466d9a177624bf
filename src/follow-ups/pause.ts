import type { Queryable, Transaction } from "../database/index.ts";
import { activitySweepJob, DAILY_JOB_KEY, type PersonId } from "../vocabulary/index.ts";
import type { FollowUpParts } from "./parts.ts";
import { clearPaused, type PauseRow, selectPause, setPaused } from "./sql/pause.ts";

/** Since when and by whom follow-ups are paused; both `null` where they are not. */
export async function readPause(db: Queryable): Promise<PauseRow> {
  return (await db.run(selectPause))[0] ?? { pausedAt: null, pausedBy: null };
}

/**
 * Pauses all follow-ups, in every process and from the next decision on: what comes due or is in line is withdrawn, orders wait.
 * False where they were paused before.
 */
export async function pauseFollowUps(transaction: Transaction, by: PersonId): Promise<boolean> {
  return (await transaction.run(setPaused, [await transaction.now(), by])).length > 0;
}

/** Ends a pause: everybody is planned anew at once, spread over their hours, so that it is no burst. False where there was none. */
export async function resumeFollowUps(
  { scheduler }: Pick<FollowUpParts, "scheduler">,
  transaction: Transaction,
): Promise<boolean> {
  if ((await transaction.run(clearPaused)).length === 0) {
    return false;
  }
  const at = await transaction.now();
  await scheduler.schedule(activitySweepJob, {}, { key: DAILY_JOB_KEY, at, mode: "replace", transaction });
  return true;
}
