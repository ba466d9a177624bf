import { type Figures, nowMs } from "../figures.ts";
import { startChild } from "./child.ts";
import { type Attempt, fill } from "./scenario.ts";
import { createTally } from "./tally.ts";

/**
 * Seconds from a kill -9 of the process that ran all jobs until one that is started in its place runs them all again. Many may wait
 * at the same time; they start and kill their processes one after the other.
 */
export async function measureCrash(attempt: Attempt): Promise<Figures> {
  const tally = createTally(attempt.sizes.crashJobs);
  const { killedMs, session } = await inTurn(async () => {
    const at = await runAndKill(attempt);
    const successor = await attempt.contender.open(attempt.place.address, tuningOf(attempt));
    await successor.startWork(tally.work);
    return { killedMs: at, session: successor };
  });
  try {
    const all = await tally.allWithin(attempt.sizes.crashLimitMs);
    return { seconds: all ? (tally.lastMs - killedMs) / 1000 : Infinity };
  } finally {
    await session.close();
  }
}

/** Says when the process was gone. */
async function runAndKill(attempt: Attempt): Promise<number> {
  const { contender, place, sizes } = attempt;
  const filler = await contender.open(place.address, tuningOf(attempt));
  await fill(filler, sizes.crashJobs);
  await filler.close();

  const child = startChild("crash-child.ts", attempt, String(sizes.crashJobs));
  try {
    await child.nextWord();
  } finally {
    await child.kill();
  }
  return nowMs();
}

function tuningOf({ settings }: Attempt): { readonly purpose: "recovery"; readonly settings: Attempt["settings"] } {
  return { purpose: "recovery", settings };
}

let last: Promise<unknown> = Promise.resolve();

/** One at a time, in the order of the calls. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}
