import type { Session } from "../contender.ts";
import { type Figures, nowMs } from "../figures.ts";
import { type Attempt, checkCount, dueJobs, scheduleInBulk, scheduleSingly } from "./scenario.ts";

/** Jobs per second when they are scheduled one by one, ten calls at a time. */
export function measureSingle(attempt: Attempt): Promise<Figures | null> {
  const jobs = dueJobs(attempt.sizes.singleJobs);
  return timeScheduling(attempt, jobs.length, (session) => () => scheduleSingly(session, jobs));
}

/** Jobs per second when they are scheduled by the thousand, one call after the other. */
export function measureBulk(attempt: Attempt): Promise<Figures | null> {
  const jobs = dueJobs(attempt.sizes.bulkJobs);
  return timeScheduling(attempt, jobs.length, ({ scheduleMany }) =>
    scheduleMany === null ? null : () => scheduleInBulk(scheduleMany, jobs),
  );
}

async function timeScheduling(
  { contender, settings, place, sizes }: Attempt,
  count: number,
  how: (session: Session) => (() => Promise<void>) | null,
): Promise<Figures | null> {
  const session = await contender.open(place.address, { purpose: "throughput", settings });
  try {
    const schedule = how(session);
    if (schedule === null) {
      return null;
    }
    if (sizes.checkpoints) {
      await place.checkpoint();
    }
    const beganMs = nowMs();
    await schedule();
    const tookMs = nowMs() - beganMs;
    const { unfinished } = await session.stored();
    checkCount("jobs in the store", count, unfinished);
    return { jobsPerSecond: (count / tookMs) * 1000 };
  } finally {
    await session.close();
  }
}
