import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openEmbeddedDatabase } from "../../../src/database/index.ts";
import { seededRandom, silentLogger } from "../../../src/kernel/index.ts";
import type { ClockAnswer } from "../../../src/web/contract.ts";
import { type Program, startProgram } from "../../program.ts";
import { type Evidence, examine } from "./evidence.ts";
import { killWhileOpening, type Moment, momentFor, reached } from "./moments.ts";
import { answerAll, introduce, makeTalkers, type Talker } from "./people.ts";

export interface KillPlan {
  readonly kills: number;
  readonly people: number;
  readonly seed: number;
}

export interface KillReport extends Evidence {
  readonly kills: Readonly<Record<Moment["type"], number>>;
  readonly rounds: number;
}

const ENVIRONMENT = { FOLLOW_UP_MAX_PER_USER_PER_WEEK: "7" };
/** Two kills at most between two rounds that end well, so that no job is quarantined for a crash that was not its own. */
const KILLS_IN_A_ROW = 2;

/** Kills the program so many times while its clock is wound, starts it again each time, and says what came of it. */
export async function killDuringWind(plan: KillPlan): Promise<KillReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "rekindle-kills-"));
  try {
    return await carryOut(dataDir, plan);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function carryOut(dataDir: string, { kills, people, seed }: KillPlan): Promise<KillReport> {
  const random = seededRandom(seed);
  const talkers = makeTalkers(people);
  const clock = createWatch();
  const start = (): Promise<Program> => startProgram({ dataDir, environment: ENVIRONMENT });
  let program = await start();
  await introduce(program, talkers);
  const begunAt = await clock.read(program);
  const done = { answers: 0, delivered: 0, writes: 0, opening: 0 };
  let inARow = 0;
  let rounds = 0;
  for (let killed = 0; killed < kills; rounds += 1) {
    const moment = momentFor(killed, { random, people });
    const hours = 12 + random.next() * 60;
    if (inARow < KILLS_IN_A_ROW && (await killAt(moment, { program, hours, clock }))) {
      done[moment.type] += 1;
      killed += 1;
      inARow += 1;
      program = await start();
      await clock.read(program);
      await answerAll(program, talkers);
    } else {
      await answerAll(program, talkers);
      clock.see((await program.wind(hours)).now);
      inARow = 0;
    }
  }
  await windToTheEnd(program, { talkers, clock });
  await program.stop();
  const database = await openEmbeddedDatabase({ folder: join(dataDir, "sandbox"), logger: silentLogger });
  const evidence = await examine(database, { talkers, begunAt });
  await database.close();
  return { ...evidence, broken: [...clock.steppedBack, ...evidence.broken], kills: done, rounds };
}

/** Kills when the moment has come; `false` where the winding ended before. */
async function killAt(
  moment: Moment,
  { program, hours, clock }: { readonly program: Program; readonly hours: number; readonly clock: Watch },
): Promise<boolean> {
  if (moment.type === "opening") {
    await program.kill();
    await killWhileOpening(program.dataDir, moment.count, ENVIRONMENT);
    return true;
  }
  const winding = program.wind(hours);
  const due = await reached(moment, { program, winding, onClock: ({ now }) => clock.see(now) });
  if (due) {
    await program.kill();
    await winding.catch(() => undefined);
    return true;
  }
  clock.see((await winding).now);
  return false;
}

/** A week in which nothing is killed: whatever was held up comes now. */
async function windToTheEnd(
  program: Program,
  { talkers, clock }: { readonly talkers: readonly Talker[]; readonly clock: Watch },
): Promise<void> {
  await clock.read(program);
  for (let part = 0; part < 3; part += 1) {
    await answerAll(program, talkers);
    clock.see((await program.wind(56)).now);
  }
}

interface Watch {
  readonly steppedBack: readonly string[];
  see(now: string): number;
  read(program: Program): Promise<number>;
}

/** Holds on to the latest moment that the program ever told. */
function createWatch(): Watch {
  const steppedBack: string[] = [];
  let latest = "";
  const see = (now: string): number => {
    if (now < latest) {
      steppedBack.push(`the clock went back from ${latest} to ${now}`);
    }
    latest = now;
    return Date.parse(now);
  };
  return {
    steppedBack,
    see,
    read: async (program) => see(((await program.call("GET", "/api/sandbox/clock")).body as ClockAnswer).now),
  };
}
