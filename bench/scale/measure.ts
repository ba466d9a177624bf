import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Database } from "../../src/database/index.ts";
import { createEmptyServerDatabase } from "../../src/database/testing/server-databases.ts";
import { MINUTE_MS, monotonicMs } from "../../src/kernel/index.ts";
import {
  addSilentPeople,
  makeDue,
  openLiveDatabase,
  type SilentPerson,
} from "../../test/discord/attacks/live-database.ts";
import { type DiscordStandIn, startDiscordStandIn } from "../../test/discord/stand-in/index.ts";
import { query } from "../../test/product-database.ts";
import { processorMs } from "./processor-time.ts";

const CHILD = fileURLToPath(new URL("./bot-child.ts", import.meta.url));

/** What is measured. */
export interface Setting {
  readonly processes: number;
  readonly people: number;
  readonly serverUrl: string;
  /** `null`: PostgreSQL alone. */
  readonly redis: { readonly url: string; readonly pid: number } | null;
}

/** What it came to. Times of processors are milliseconds for each follow-up, over all processes of a kind. */
export interface Figures {
  readonly perSecond: number;
  readonly botsMs: number;
  readonly postgresMs: number;
  readonly redisMs: number;
  /** The stand-in's, which runs in this process. */
  readonly standInMs: number;
  readonly transactions: number;
  /** Medians of the runs, in milliseconds: from the due moment to the begin, and from the begin to the end. */
  readonly decide: RunTimes;
  readonly deliver: RunTimes;
}

interface RunTimes {
  readonly delayMs: number;
  readonly durationMs: number;
}

/** So many people come due in one moment; from then until the stand-in has a message for each. Each must have one. */
export async function measure(setting: Setting): Promise<Figures> {
  const name = `rekindle_bench_${randomUUID().replaceAll("-", "")}`;
  const place = await createEmptyServerDatabase(setting.serverUrl, name);
  const standIn = await startDiscordStandIn({ patienceMs: 30 * MINUTE_MS });
  const database = await openLiveDatabase({ databaseUrl: place.url, dataDir: "" });
  const bots: ChildProcess[] = [];
  try {
    for (let index = 0; index < setting.processes; index += 1) {
      bots.push(await startBot(standIn, place.url, setting.redis?.url ?? ""));
    }
    const people = addPeople(standIn, setting.people);
    await addSilentPeople(database, people); // not before: what a process plans at its start is spread over hours
    return await flow({ setting, standIn, database, people, bots });
  } finally {
    await Promise.all(bots.map(endBot));
    await database.close();
    await standIn.close();
    await place.drop();
  }
}

interface Scene {
  readonly setting: Setting;
  readonly standIn: DiscordStandIn;
  readonly database: Database;
  readonly people: readonly SilentPerson[];
  readonly bots: readonly ChildProcess[];
}

async function flow(scene: Scene): Promise<Figures> {
  const { setting, standIn, database, people } = scene;
  await makeDue(database, people);
  const before = await meters(scene);
  const startedMs = monotonicMs();
  await standIn.waitFor(() => standIn.posted.length >= people.length, "a message for each");
  const tookMs = monotonicMs() - startedMs;
  const after = await meters(scene);
  if (standIn.posted.length !== people.length) {
    throw new Error(`${people.length} people and ${standIn.posted.length} messages`);
  }
  const each = (read: (meter: Meters) => number): number => (read(after) - read(before)) / setting.people;
  return {
    perSecond: (people.length / tookMs) * 1000,
    botsMs: each(({ botsMs }) => botsMs),
    postgresMs: each(({ postgresMs }) => postgresMs),
    redisMs: each(({ redisMs }) => redisMs),
    standInMs: each(({ standInMs }) => standInMs),
    transactions: each(({ transactions }) => transactions),
    decide: await runTimes(database, "follow_up_message"),
    deliver: await runTimes(database, "deliver_message"),
  };
}

interface Meters {
  readonly botsMs: number;
  readonly postgresMs: number;
  readonly redisMs: number;
  readonly standInMs: number;
  readonly transactions: number;
}

const BACKENDS = query<{ pid: number }>(["pid"], "select pid from pg_stat_activity where datname = current_database()");
const COMMITS = query<{ commits: number }>(
  ["commits"],
  "select xact_commit::float8 as commits from pg_stat_database where datname = current_database()",
);

async function meters({ setting, database, bots }: Scene): Promise<Meters> {
  const backends = await database.run(BACKENDS);
  const [commits] = await database.run(COMMITS);
  const { user, system } = process.cpuUsage();
  return {
    botsMs: await processorMs(bots.map(({ pid = 0 }) => pid)),
    postgresMs: await processorMs(backends.map(({ pid }) => pid)),
    redisMs: setting.redis === null ? 0 : await processorMs([setting.redis.pid]),
    standInMs: (user + system) / 1000,
    transactions: commits?.commits ?? 0,
  };
}

const TIMES = query<RunTimes>(
  ["delayMs", "durationMs"],
  `select percentile_cont(0.5) within group (order by queue_delay_ms) as "delayMs",
     percentile_cont(0.5) within group (order by duration_ms) as "durationMs"
   from job_execution_history where job_type = $1`,
);

async function runTimes(database: Database, jobType: string): Promise<RunTimes> {
  const [times] = await database.run(TIMES, [jobType]);
  return times ?? { delayMs: Number.NaN, durationMs: Number.NaN };
}

function addPeople(standIn: DiscordStandIn, count: number): readonly SilentPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const { id } = standIn.addPerson({ name: `person${index}` });
    return { id, name: `Person ${index}`, ...standIn.openDirectChat(id) };
  });
}

async function startBot(standIn: DiscordStandIn, databaseUrl: string, redisUrl: string): Promise<ChildProcess> {
  const words = [CHILD, standIn.token, standIn.apiUrl, databaseUrl, redisUrl];
  const bot = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: bot.stdout })) {
    if (line === "ready") {
      bot.stdout.resume();
      return bot;
    }
  }
  throw new Error("a process of the bot ended before it was ready");
}

async function endBot(bot: ChildProcess): Promise<void> {
  if (bot.exitCode === null && bot.signalCode === null) {
    const ended = once(bot, "exit");
    bot.stdin?.end();
    await ended;
  }
}
