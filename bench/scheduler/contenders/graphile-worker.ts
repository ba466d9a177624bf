import { Pool } from "pg";

import type { Contender, Session, StoredJobs, Tuning, Work } from "../contender.ts";
import { loadPeer } from "../load-peer.ts";
import { reportTrouble } from "../report-trouble.ts";

interface WorkerUtils {
  migrate(): Promise<void>;
  addJob(task: string, payload: object, spec: object): Promise<unknown>;
  addJobs(jobs: readonly object[]): Promise<unknown>;
  release(): Promise<void>;
}

interface Runner {
  stop(): Promise<void>;
}

interface GraphilePackage {
  readonly Logger: new (factory: () => () => void) => object;
  makeWorkerUtils(options: object): Promise<WorkerUtils>;
  run(options: object): Promise<Runner>;
}

interface Choice {
  readonly worker: Readonly<Record<string, unknown>>;
  readonly maxPoolSize: number;
}

const DEFAULT: Choice = { worker: {}, maxPoolSize: 10 };

// As its `docs/performance.md` advises, with a larger local queue, which is faster here; and a poll as short as it is any use. A
// lock that is left behind ends after four hours, which no setting changes.
const CHOICES: Readonly<Record<Tuning["purpose"], Readonly<Record<Tuning["settings"], Choice>>>> = {
  throughput: {
    best: {
      worker: { concurrentJobs: 24, localQueue: { size: 2000 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      maxPoolSize: 25,
    },
    default: DEFAULT,
  },
  "pick-up": { best: { worker: { pollInterval: 10, concurrentJobs: 2 }, maxPoolSize: 10 }, default: DEFAULT },
  recovery: {
    best: {
      worker: { concurrentJobs: 100, minResetLockedInterval: 1000, maxResetLockedInterval: 1000 },
      maxPoolSize: 20,
    },
    default: { worker: { concurrentJobs: 100 }, maxPoolSize: 20 },
  },
};

const TASK = "bench";

export const graphileWorker: Contender = {
  id: "graphile-worker",
  title: "graphile-worker",
  isPeer: true,
  store: "postgresql",
  settings: {
    throughput: {
      best: "concurrentJobs 24, localQueue.size 2,000, completeJobBatchDelay and failJobBatchDelay 0, maxPoolSize 25",
      default: "1 job at a time, poll every 2 s",
    },
    "pick-up": { best: "poll every 10 ms, concurrentJobs 2", default: "poll every 2 s, 1 job at a time" },
    recovery: {
      best: "locks looked through every second, concurrentJobs 100, maxPoolSize 20",
      default: "a lock ends after 4 h; concurrentJobs 100, maxPoolSize 20",
    },
  },
  prepare: async (address) => {
    const { makeWorkerUtils, Logger } = await loadPeer<GraphilePackage>("graphile-worker");
    const utils = await makeWorkerUtils({ connectionString: address, logger: new Logger(() => () => undefined) });
    await utils.migrate();
    await utils.release();
  },
  open: openGraphileWorker,
};

async function openGraphileWorker(address: string, { purpose, settings }: Tuning): Promise<Session> {
  const graphile = await loadPeer<GraphilePackage>("graphile-worker");
  const { worker, maxPoolSize } = CHOICES[purpose][settings];
  const pgPool = new Pool({ connectionString: address, max: maxPoolSize });
  pgPool.on("error", (error) => reportTrouble("graphile-worker", error));
  pgPool.on("connect", (client) => client.on("error", () => undefined)); // what it says, the pool says
  const logger = new graphile.Logger(() => () => undefined);
  const utils = await graphile.makeWorkerUtils({ pgPool, logger });
  await openConnections(pgPool, maxPoolSize);
  let runner: Runner | null = null;

  return {
    scheduleOne: async ({ payload, at }) => {
      await utils.addJob(TASK, payload, at === null ? {} : { runAt: at });
    },
    scheduleMany: async (jobs) => {
      await utils.addJobs(
        jobs.map(({ payload, at }) => ({ identifier: TASK, payload, ...(at === null ? {} : { runAt: at }) })),
      );
    },
    startWork: async (work: Work) => {
      const options = { pgPool, logger, noHandleSignals: true, crontab: "", taskList: { [TASK]: work } };
      runner = await graphile.run({ ...options, preset: { worker } });
    },
    stored: async () => {
      const { rows } = await pgPool.query<StoredJobs>(COUNT_JOBS);
      return rows[0] ?? { unfinished: 0, finished: 0, history: null };
    },
    close: async () => {
      await runner?.stop();
      await utils.release();
      await pgPool.end();
    },
  };
}

async function openConnections(pool: Pool, count: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
  clients.forEach((client) => client.release());
}

// A job that has been done is deleted.
const COUNT_JOBS =
  "select count(*)::int as unfinished, 0 as finished, null as history from graphile_worker._private_jobs";
