import { type Database, migrate, openServerDatabase } from "../../../src/database/index.ts";
import { seededRandom, silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../../src/kernel/index.ts";
import { createScheduler, SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../../src/scheduler/index.ts";
import { beginAudit, COUNT_OPEN, readDatabaseEvidence } from "./audit.ts";
import { type Blow, type ChaosPlan, planBlows } from "./chaos-plan.ts";
import { type Crew, hireCrew, type Post } from "./crew.ts";
import type { Breach, Evidence } from "./evidence.ts";
import { describeBreach, examine } from "./examine.ts";
import { countUp, type Figures } from "./figures.ts";
import { type Network, startNetwork } from "./network.ts";
import { type OwnServer, startOwnServer } from "./own-server.ts";
import { letPass, machineMs } from "./pace.ts";
import { startOperator } from "./operator.ts";
import { startRequester } from "./requester.ts";
import { startWatch } from "./watch.ts";

/** What came of a chaos. */
export interface ChaosReport {
  /** Each with all that is known of its job; at most {@link MOST_DESCRIBED} of them. */
  readonly broken: readonly string[];
  readonly figures: Figures;
}

/** Leases that a test can wait for, and stops that do not hold up the next blow. */
const OPTIONS = {
  concurrency: 20,
  leaseMs: 2_000,
  heartbeatMs: 400,
  maxSleepMs: 2_000,
  shutdownGraceMs: 400,
  abortGraceMs: 300,
} as const;
/** A lease, the retries of whatever failed last, and a machine that has other things to do. */
const SETTLES_WITHIN_MS = 60_000;
/** So many workers are there when one of them is hit: where nobody works, nothing can go wrong. */
const LEAST_AT_WORK = 2;
/** Where a worker has nothing to do, it is hit all the same. */
const HANDLER_COMES_WITHIN_MS = 3_000;
const MOST_DESCRIBED = 8;
const NETWORKS = 2;
const FIRST_BEHIND_A_NETWORK = 1;

/** Starts a server and four workers, asks for jobs, lets the blows fall, waits until all is quiet, and judges. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  await using resources = new AsyncDisposableStack();
  const server = resources.adopt(await startOwnServer(), ({ stop }) => stop());
  const database = resources.adopt(await openServerDatabase({ url: server.url, logger: silentLogger }), (opened) =>
    opened.close(),
  );
  await migrate(database, {
    sequence: SCHEDULER_MIGRATION_SEQUENCE,
    migrations: await schedulerMigrations(),
    logger: silentLogger,
  });
  await beginAudit(database);
  const networks: Network[] = [];
  for (let count = 0; count < NETWORKS; count += 1) {
    networks.push(resources.adopt(await startNetwork(server.url), (network) => network.close()));
  }
  const crew = resources.adopt(hireCrew(postsFor(server.url, networks)), (hired) => {
    hired.abandon();
  });
  await crew.someReady(crew.posts.length);
  return await live({ plan, server, database, networks, crew });
}

/** One is too old to know a type, two are behind networks of their own, and the clock of the last one's host is wrong. */
function postsFor(url: string, networks: readonly Network[]): readonly Post[] {
  return [
    { settings: { url, knowsNewJob: false, options: OPTIONS }, skewed: false },
    ...networks.map((network) => ({
      settings: { url: network.url, knowsNewJob: true, options: OPTIONS },
      skewed: false,
    })),
    { settings: { url, knowsNewJob: true, options: OPTIONS }, skewed: true },
  ];
}

interface Stage {
  readonly plan: ChaosPlan;
  readonly server: OwnServer;
  readonly database: Database;
  readonly networks: readonly Network[];
  readonly crew: Crew;
}

async function live(stage: Stage): Promise<ChaosReport> {
  const { plan, database, crew } = stage;
  const { seed, keys, requestsPerSecond: perSecond, poison } = plan;
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options: { claims: false },
  });
  const watch = startWatch(database);
  const requester = startRequester({ database, scheduler, random: seededRandom(seed), keys, perSecond, poison });
  const begunMs = machineMs();

  const operator = startOperator({ scheduler, random: seededRandom(seed + 2), requests: requester.records });

  const dealt = await dealBlows(stage);
  await Promise.all([requester.stop(), operator.stop()]);
  const blowsMs = machineMs() - begunMs;
  const settledMs = await settle(database);
  await crew.dismiss();
  const seen = await watch.stop();

  const [requests, operations] = [requester.records, operator.records];
  const { handlers, deaths, misdeeds } = crew;
  const evidence: Evidence = { requests, operations, handlers, deaths, ...(await readDatabaseEvidence(database)) };
  const breaches = [...seen, ...examine(evidence)];
  return {
    broken: [...misdeeds, ...describe(breaches, evidence)],
    figures: countUp(evidence, { ...crew.counts, ...dealt, seed, blowsMs, settledMs, breaches }),
  };
}

function describe(breaches: readonly Breach[], evidence: Evidence): readonly string[] {
  const described = breaches.slice(0, MOST_DESCRIBED).map((breach) => describeBreach(breach, evidence));
  const more = breaches.length - described.length;
  return more === 0 ? described : [...described, `and ${more} more`];
}

interface Dealt {
  readonly restarts: number;
  readonly silences: number;
  readonly connectionsSilenced: number;
}

/** One after the other; a restart or a silence may still be going on when the next one falls. */
async function dealBlows(stage: Stage): Promise<Dealt> {
  const { plan, server, networks, crew } = stage;
  const random = seededRandom(plan.seed + 1);
  const blows = planBlows(plan, {
    random,
    posts: 2 + networks.length,
    networks: networks.length,
    leaseMs: OPTIONS.leaseMs,
  });
  const dealt = { restarts: 0, silences: 0, connectionsSilenced: 0 };
  const silent = new Map<number, Promise<void>>();
  const gone: Promise<unknown>[] = [];
  let restarting: Promise<void> = Promise.resolve();

  async function beSilent({ network, silence, forMs }: Blow & { type: "silence" }): Promise<void> {
    dealt.connectionsSilenced += networks[network]?.silence(silence) ?? 0;
    await letPass(forMs);
    networks[network]?.speak();
  }

  for (const blow of blows) {
    await letPass(blow.afterMs);
    switch (blow.type) {
      case "end":
        await hit({ crew, gone }, blow);
        break;
      case "restart":
        await restarting;
        dealt.restarts += 1;
        restarting = server.restart(blow.mode);
        restarting.catch(() => undefined); // it is awaited below
        break;
      case "silence":
        await silent.get(blow.network);
        await crew.ready(FIRST_BEHIND_A_NETWORK + blow.network);
        dealt.silences += 1;
        silent.set(blow.network, beSilent(blow));
        break;
    }
  }
  await Promise.all([restarting, ...silent.values(), ...gone]);
  return dealt;
}

/** Ends a worker when its moment has come, without waiting for its end: the one at that post, or the next that is there. */
async function hit(
  { crew, gone }: Hits,
  { post: wanted, signal, when }: Pick<Blow & { type: "end" }, "post" | "signal" | "when">,
): Promise<void> {
  await crew.someReady(LEAST_AT_WORK);
  const posts = crew.posts.map((_, index) => (wanted + index) % crew.posts.length);
  const post = when === "starting" ? wanted : (posts.find((candidate) => crew.isReady(candidate)) ?? wanted);
  if (when !== "starting") {
    await crew.ready(post);
  }
  if (when === "start" || when === "end") {
    await crew.told(post, when, HANDLER_COMES_WITHIN_MS);
  }
  const ended = crew.end(post, signal);
  gone.push(ended.then((meant) => (meant ? undefined : hit({ crew, gone }, { post, signal, when: "any" }))));
}

interface Hits {
  readonly crew: Crew;
  readonly gone: Promise<unknown>[];
}

/** Resolves with how long it took until nothing waited and nothing ran, or with the patience that was had. */
async function settle(database: Database): Promise<number> {
  const begunMs = machineMs();
  for (;;) {
    const open = await database.run(COUNT_OPEN).catch(() => []);
    const tookMs = machineMs() - begunMs;
    if (open[0]?.waiting === 0 && open[0].running === 0) {
      return tookMs;
    }
    if (tookMs > SETTLES_WITHIN_MS) {
      return tookMs; // the rules say what is left
    }
    await letPass(100);
  }
}
