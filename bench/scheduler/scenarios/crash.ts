import { type Figures, nowMs } from "../figures.ts";
import { startChild } from "./child.ts";
import { type Attempt, fill } from "./scenario.ts";
import { createTally } from "./tally.ts";

/**
 * Seconds from a kill -9 of the process that ran all jobs until a process that was started in its place runs them all again.
 */
export async function measureCrash(attempt: Attempt): Promise<Figures> {
  const { contender, settings, place, sizes } = attempt;
  const tuning = { purpose: "recovery", settings } as const;
  const filler = await contender.open(place.address, tuning);
  await fill(filler, sizes.crashJobs);
  await filler.close();

  const child = startChild("crash-child.ts", attempt, String(sizes.crashJobs));
  await child.nextWord();
  await child.kill();
  const killedMs = nowMs();

  const session = await contender.open(place.address, tuning);
  try {
    const tally = createTally(sizes.crashJobs);
    await session.startWork(tally.work);
    const all = await tally.allWithin(sizes.crashLimitMs);
    return { seconds: all ? (tally.lastMs - killedMs) / 1000 : Infinity };
  } finally {
    await session.close();
  }
}
