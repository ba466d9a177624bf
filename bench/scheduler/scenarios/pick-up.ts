import { setTimeout as wait } from "node:timers/promises";

import type { Session } from "../contender.ts";
import { type Figures, percentile } from "../figures.ts";
import { startChild } from "./child.ts";
import { type Plan, schedulePaced, scheduleWarmUp } from "./paced-scheduling.ts";
import { type Attempt, checkCount } from "./scenario.ts";
import { createTally, type Tally } from "./tally.ts";

/** How long the job that warms everything up may take: the polls of those that only poll. */
const WARM_UP_MS = 2200;
const QUIET_MS = 200;

/** How long after the call that schedules it, in another process, a job is in its handler. */
export function measurePickUp(attempt: Attempt): Promise<Figures> {
  return fromAnotherProcess(attempt, { count: attempt.sizes.pickUpJobs, leadMs: 0 });
}

/** How long after its moment a job is in its handler that another process had scheduled long before. */
export function measurePickUpAhead(attempt: Attempt): Promise<Figures> {
  return fromAnotherProcess(attempt, { count: attempt.sizes.aheadJobs, leadMs: attempt.sizes.leadMs });
}

/** As {@link measurePickUp}, with the process that runs the jobs scheduling them. */
export async function measurePickUpInProcess(attempt: Attempt): Promise<Figures> {
  const plan: Plan = { count: attempt.sizes.pickUpJobs, leadMs: 0 };
  return withWorker(attempt, plan, {
    warmUp: scheduleWarmUp,
    schedule: (session) => schedulePaced(session, plan),
  });
}

async function fromAnotherProcess(attempt: Attempt, plan: Plan): Promise<Figures> {
  const child = startChild("schedule-child.ts", attempt);
  try {
    const ready = child.nextWord();
    return await withWorker(attempt, plan, {
      warmUp: async () => {
        await ready;
      },
      schedule: async () => {
        const scheduled = child.nextWord();
        child.tell(plan);
        await scheduled;
      },
    });
  } finally {
    await child.kill();
  }
}

interface Steps {
  warmUp(session: Session): Promise<void>;
  schedule(session: Session): Promise<void>;
}

async function withWorker({ contender, place, settings, sizes }: Attempt, plan: Plan, steps: Steps): Promise<Figures> {
  const session = await contender.open(place.address, { purpose: "pick-up", settings });
  const tally = createTally(plan.count);
  const warm = Promise.withResolvers<undefined>();
  try {
    await session.startWork((payload) => {
      warm.resolve(undefined);
      return tally.work(payload);
    });
    await steps.warmUp(session);
    await Promise.race([warm.promise, wait(WARM_UP_MS)]);
    await wait(QUIET_MS);
    await steps.schedule(session);
    await tally.allWithin(plan.leadMs + sizes.pickUpLimitMs);
  } finally {
    await session.close();
  }
  checkCount("runs of a job that had run before", 0, tally.repeated);
  return figuresOf(tally, plan);
}

/** A job that was not picked up within the time is infinitely late. */
function figuresOf({ delaysMs }: Tally, { count }: Plan): Figures {
  const late = Array.from({ length: count - delaysMs.length }, () => Infinity);
  const all = [...delaysMs, ...late];
  return { p50Ms: percentile(all, 50), p99Ms: percentile(all, 99), notPickedUp: late.length };
}
