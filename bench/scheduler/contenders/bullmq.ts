import { Pool } from "pg";

import type { Contender, NewJob, Payload, Session, StoredJobs } from "../contender.ts";
import { loadPeer } from "../load-peer.ts";
import { reportTrouble } from "../report-trouble.ts";

interface BullQueue {
  waitUntilReady(): Promise<unknown>;
  add(name: string, data: Payload, options: object): Promise<unknown>;
  addBulk(jobs: readonly object[]): Promise<unknown>;
  getJobCounts(...states: readonly string[]): Promise<Readonly<Record<string, number>>>;
  on(event: "error", listener: (error: Error) => void): void;
  close(): Promise<void>;
}

interface BullWorker {
  on(event: "error", listener: (error: Error) => void): void;
  on(event: "failed", listener: (job: unknown, error: Error) => void): void;
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  close(): Promise<void>;
}

interface BullmqPackage {
  readonly Queue: new (name: string, options: object, backend?: unknown) => BullQueue;
  readonly Worker: new (
    name: string,
    processor: (job: { readonly data: Payload }) => Promise<void>,
    options: object,
    backend?: unknown,
  ) => BullWorker;
  readonly createPostgresBackend: unknown;
  runMigrations(client: unknown): Promise<void>;
}

interface Choice {
  readonly worker: object;
  readonly maxConnections: number;
}

const DEFAULT: Choice = { worker: {}, maxConnections: 10 };

// It waits for the next moment that is due by itself, so nothing makes a pick-up faster. A lock of five seconds is what our own
// shortest lease here is.
const RECOVERY = {
  best: { worker: { concurrency: 100, lockDuration: 5000, stalledInterval: 1000 }, maxConnections: 10 },
  default: { worker: { concurrency: 100 }, maxConnections: 10 },
};

const RECOVERY_IN_WORDS = {
  best: "lockDuration 5 s, stalledInterval 1 s, concurrency 100",
  default: "lockDuration and stalledInterval 30 s; concurrency 100",
};

const QUEUE = "bench";
const UNFINISHED = ["waiting", "active", "delayed", "prioritized", "paused", "waiting-children"];

/** BullMQ on Redis, which is told how often it makes its writes durable. */
export function bullmqOnRedis(fsync: "everysec" | "always"): Contender {
  const connection = (address: string): object => ({
    host: "127.0.0.1",
    port: Number(address),
    maxRetriesPerRequest: null,
  });
  return {
    id: `bullmq-redis-${fsync}`,
    title: `BullMQ Redis ${fsync}`,
    isPeer: true,
    store: `redis-${fsync}`,
    settings: {
      throughput: { best: "concurrency 100", default: "1 job at a time" },
      "pick-up": { best: "concurrency 2", default: "1 job at a time" },
      recovery: RECOVERY_IN_WORDS,
    },
    prepare: () => Promise.resolve(),
    open: async (address, { purpose, settings }) => {
      const choices = {
        throughput: { best: { worker: { concurrency: 100 }, maxConnections: 1 }, default: DEFAULT },
        "pick-up": { best: { worker: { concurrency: 2 }, maxConnections: 1 }, default: DEFAULT },
        recovery: RECOVERY,
      };
      const bullmq = await loadPeer<BullmqPackage>("bullmq");
      return openBullmq(bullmq, { connection: connection(address), ...choices[purpose][settings] });
    },
  };
}

/** BullMQ on its PostgreSQL backend. */
export const bullmqOnPostgresql: Contender = {
  id: "bullmq-postgresql",
  title: "BullMQ PostgreSQL",
  isPeer: true,
  store: "postgresql",
  settings: {
    throughput: { best: "concurrency 32, 32 connections", default: "1 job at a time" },
    "pick-up": { best: "concurrency 2", default: "1 job at a time" },
    recovery: RECOVERY_IN_WORDS,
  },
  prepare: async (address) => {
    const { runMigrations } = await loadPeer<BullmqPackage>("bullmq");
    const pool = new Pool({ connectionString: address });
    const client = await pool.connect();
    await runMigrations(client);
    client.release();
    await pool.end();
  },
  open: async (address, { purpose, settings }) => {
    const choices = {
      throughput: { best: { worker: { concurrency: 32 }, maxConnections: 32 }, default: DEFAULT },
      "pick-up": { best: { worker: { concurrency: 2 }, maxConnections: 10 }, default: DEFAULT },
      recovery: RECOVERY,
    };
    const choice = choices[purpose][settings];
    const bullmq = await loadPeer<BullmqPackage>("bullmq");
    const connection = { connectionString: address, max: choice.maxConnections };
    return openBullmq(bullmq, { connection, ...choice, backend: bullmq.createPostgresBackend });
  },
};

interface OpenOptions extends Choice {
  readonly connection: object;
  readonly backend?: unknown;
}

async function openBullmq({ Queue, Worker }: BullmqPackage, options: OpenOptions): Promise<Session> {
  const { connection, worker: workerOptions, backend } = options;
  const queue = new Queue(QUEUE, { connection }, backend);
  queue.on("error", tell);
  await queue.waitUntilReady();
  let worker: BullWorker | null = null;

  return {
    scheduleOne: async (job) => {
      await queue.add("bench", job.payload, optionsOf(job));
    },
    scheduleMany: async (jobs) => {
      await queue.addBulk(jobs.map((job) => ({ name: "bench", data: job.payload, opts: optionsOf(job) })));
    },
    startWork: async (work) => {
      const perform = async ({ data }: { readonly data: Payload }): Promise<void> => work(data);
      worker = new Worker(QUEUE, perform, { connection, autorun: false, ...workerOptions }, backend);
      worker.on("error", tell);
      worker.on("failed", (_job, error) => tell(error));
      await worker.waitUntilReady();
      void worker.run();
    },
    stored: () => countStored(queue),
    close: async () => {
      await worker?.close();
      await queue.close();
    },
  };
}

async function countStored(queue: BullQueue): Promise<StoredJobs> {
  const { completed = 0, ...others } = await queue.getJobCounts(...UNFINISHED, "completed");
  return {
    unfinished: Object.values(others).reduce((sum, count) => sum + count, 0),
    finished: completed,
    history: null,
  };
}

function optionsOf({ at }: NewJob): object {
  const timestamp = Date.now();
  return at === null ? {} : { timestamp, delay: Math.max(0, at.getTime() - timestamp) };
}

function tell(error: Error): void {
  reportTrouble("BullMQ", error);
}
