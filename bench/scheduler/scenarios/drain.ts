import { setTimeout as wait } from "node:timers/promises";

import type { Session, StoredJobs } from "../contender.ts";
import { type Figures, nowMs } from "../figures.ts";
import { type Attempt, checkCount, fill } from "./scenario.ts";
import { createTally, type Tally } from "./tally.ts";

const POLL_MS = 2;
const LONGEST_RECORDING_MS = 30_000;

/**
 * Jobs per second from the first run until all that were due have run and the store says that they ended. Where the time is up
 * before, of those whose end is in the store by then.
 */
export async function measureDrain({ contender, settings, place, sizes }: Attempt): Promise<Figures> {
  const count = sizes.drainJobs;
  const session = await contender.open(place.address, { purpose: "throughput", settings });
  try {
    await fill(session, count);
    await place.vacuum();
    if (sizes.checkpoints) {
      await place.checkpoint();
    }
    const tally = createTally(count);
    await session.startWork(tally.work);
    if (!(await tally.allWithin(sizes.drainLimitMs))) {
      checkCount("runs of a job that had run before", 0, tally.repeated);
      const stored = await session.stored();
      const jobsPerSecond = rateSoFar(tally, count - stored.unfinished);
      checkHistory(stored);
      checkNoneLost(stored, count - tally.jobs);
      return { jobsPerSecond };
    }
    const stored = await untilEnded(session);
    const tookMs = nowMs() - tally.firstMs;
    checkCount("runs of a job that had run before", 0, tally.repeated);
    checkEnds(stored, count);
    const { finished, history } = stored;
    return { jobsPerSecond: (count / tookMs) * 1000, kept: finished / count, historyPerRun: (history ?? 0) / count };
  } finally {
    await session.close();
  }
}

/**
 * Of those that have ended. Many that began at once and have not ended say nothing, nor does the pause after the last of a few that
 * one poll after the other found: so of the rate until now and the rate between the first run and the last it is the lower one.
 */
function rateSoFar({ jobs, firstMs, lastMs }: Tally, ended: number): number {
  const untilNow = jobs === 0 ? 0 : ended / (nowMs() - firstMs);
  const untilLast = ended < 2 ? untilNow : (ended - 1) / (lastMs - firstMs);
  return Math.min(untilNow, untilLast) * 1000;
}

async function untilEnded(session: Session): Promise<StoredJobs> {
  const sinceMs = nowMs();
  let stored = await session.stored();
  while (stored.unfinished > 0) {
    if (nowMs() - sinceMs > LONGEST_RECORDING_MS) {
      checkCount("jobs that ran and whose end is not recorded", 0, stored.unfinished);
    }
    await wait(POLL_MS);
    stored = await session.stored();
  }
  return stored;
}

/** What has not run is in the store yet. Asked of the store first: meanwhile more may have run, never fewer. */
function checkNoneLost({ unfinished }: StoredJobs, notRun: number): void {
  checkCount("jobs that neither ran nor wait", 0, Math.max(0, notRun - unfinished));
}

/** Finished jobs are all kept or all gone. */
function checkEnds(stored: StoredJobs, count: number): void {
  if (stored.finished > 0 || stored.history !== null) {
    checkCount("finished jobs in the store", count, stored.finished);
  }
  checkHistory(stored);
}

/** Where there is a history it has a row for each run, at any moment. */
function checkHistory({ finished, history }: StoredJobs): void {
  if (history !== null) {
    checkCount("rows of the history", finished, history);
  }
}
