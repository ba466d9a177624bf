/**
 * The scheduler beside pg-boss, graphile-worker and BullMQ: on the same PostgreSQL server, in turn, in one run. What each row is and
 * how it is measured stands in `bench/README.md`.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

import { type Contender, CONTENDER_IDS } from "./contender.ts";
import { contenderOf } from "./contenders/index.ts";
import { nowMs } from "./figures.ts";
import { installedPeers } from "./load-peer.ts";
import { measureRows, type Run } from "./measure.ts";
import { type Places, placesFor } from "./places/places.ts";
import { readDurability } from "./places/postgresql-places.ts";
import { describeMachine, type Facts, report } from "./report.ts";
import { createResults } from "./results.ts";
import { type Row, ROWS } from "./rows.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { within } from "./scenarios/tally.ts";
import { LONG, QUICK, type Sizes } from "./sizes.ts";

const OPTIONS = {
  quick: { type: "boolean", default: false },
  json: { type: "string" },
  only: { type: "string" },
  contenders: { type: "string" },
  repetitions: { type: "string" },
} as const;

/** Names of what is measured, each of them known. `undefined`: everything. */
interface Choice {
  readonly quick: boolean;
  readonly file: string | undefined;
  readonly scenarios: readonly string[] | undefined;
  readonly contenders: readonly string[] | undefined;
  readonly repetitions: number;
}

/** `npm run bench -- scheduler [--quick] [--json FILE] [--only single,drain] [--contenders rekindle,pg-boss] [--repetitions 1]` */
export async function benchScheduler(words: readonly string[]): Promise<void> {
  try {
    const choice = readChoice(words);
    const serverUrl = process.env["DATABASE_URL"];
    if (serverUrl === undefined || serverUrl === "") {
      throw new UsageError("DATABASE_URL is missing: a PostgreSQL server on which databases may be made and dropped");
    }
    await runBenchmark(choice, serverUrl);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Nothing could be measured, and one line says why. */
class UsageError extends Error {}

function readChoice(words: readonly string[]): Choice {
  try {
    const { values } = parseArgs({ args: [...words], options: OPTIONS });
    const repetitions = Number(values.repetitions ?? (values.quick ? QUICK : LONG).repetitions);
    if (!Number.isSafeInteger(repetitions) || repetitions < 1) {
      throw new UsageError("--repetitions takes a whole number from 1");
    }
    return {
      quick: values.quick,
      file: values.json,
      scenarios: readNames(values.only, Object.keys(SCENARIOS)),
      contenders: readNames(values.contenders, CONTENDER_IDS),
      repetitions,
    };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error; // parseArgs says it well
  }
}

function readNames(text: string | undefined, known: readonly string[]): readonly string[] | undefined {
  const names = text?.split(",");
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no ${unknown}; there are: ${known.join(", ")}`);
  }
  return names;
}

async function runBenchmark(choice: Choice, serverUrl: string): Promise<void> {
  const server = await readDurability(serverUrl).catch((error: unknown) => {
    throw new UsageError(`the server of DATABASE_URL does not answer: ${String(error)}`);
  });
  if ([server.fsync, server.synchronous_commit, server.full_page_writes].includes("off")) {
    throw new UsageError("this server may lose commits: fsync, synchronous_commit or full_page_writes is off");
  }
  const peers = await installedPeers();
  const facts: Facts = { form: choice.quick ? "quick" : "long", ...describeMachine(), server, peers };
  const contenders = chooseContenders(facts, choice);
  const rows = chooseRows(choice);
  const sizes = { ...(choice.quick ? QUICK : LONG), repetitions: choice.repetitions };
  const run = await openRun(sizes, contenders, serverUrl);
  try {
    await measureWhileThereIsTime(run, rows);
    await report(run, { facts, rows, file: choice.file });
  } finally {
    await closeAll(run.places);
  }
  process.exit(); // whatever was given up may still be at it
}

async function measureWhileThereIsTime(run: Run, rows: readonly Row[]): Promise<void> {
  const measured = measureRows(run, rows);
  const leftMs = run.beganMs + run.sizes.latestEndMs - nowMs();
  if (leftMs === Infinity) {
    await measured;
  } else if (!(await within(measured, leftMs))) {
    run.results.note("out of time: what was under way is given up");
    giveUp();
  }
}

function chooseContenders({ peers }: Facts, { contenders: ids }: Choice): readonly Contender[] {
  if (peers === null) {
    console.log("The peers are not installed, so only ours is measured. To install them: npm ci --prefix bench");
  }
  const withRedis = peers !== null && spawnSync("redis-server", ["--version"]).status === 0;
  if (peers !== null && !withRedis) {
    console.log("There is no redis-server here, so BullMQ is measured on PostgreSQL only.");
  }
  return CONTENDER_IDS.filter((id) => ids === undefined || ids.includes(id))
    .map(contenderOf)
    .filter(({ isPeer }) => peers !== null || !isPeer)
    .filter(({ store }) => withRedis || !store.startsWith("redis"));
}

function chooseRows({ quick, scenarios }: Choice): readonly Row[] {
  const rows = ROWS.filter(({ scenario }) => scenarios === undefined || scenarios.includes(scenario));
  const left = quick ? rows.filter(({ onlyLong }) => onlyLong) : [];
  if (left.length > 0) {
    console.log(
      `Left out of the quick form: ${left.map(({ scenario, peers }) => `${scenario} (${peers} settings)`).join(", ")}.`,
    );
  }
  return rows.filter((row) => !left.includes(row));
}

async function openRun(sizes: Sizes, contenders: readonly Contender[], serverUrl: string): Promise<Run> {
  const beganMs = performance.timeOrigin; // the command promises when it ends
  const places = new Map<Contender, Places>();
  process.once("SIGINT", () => {
    giveUp();
    void closeAll(places).finally(() => process.exit(130));
  });
  for (const contender of contenders) {
    places.set(contender, await placesFor(contender, serverUrl));
  }
  return { sizes, contenders, places, results: createResults(), beganMs };
}

/** Stores are taken away from what is under way, which it may complain of. */
function giveUp(): void {
  process.on("uncaughtException", () => undefined);
}

async function closeAll(places: ReadonlyMap<Contender, Places>): Promise<void> {
  await Promise.all([...places.values()].map((place) => place.close()));
}
