import type { Contender, Payload, Session, StoredJobs, Tuning } from "../contender.ts";
import { loadPeer } from "../load-peer.ts";
import { reportTrouble } from "../report-trouble.ts";

interface Boss {
  on(event: "error", listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: object): Promise<void>;
  createQueue(name: string, options: object): Promise<void>;
  send(name: string, data: object, options: object): Promise<string | null>;
  insert(name: string, jobs: readonly object[]): Promise<unknown>;
  work(
    name: string,
    options: object,
    handler: (jobs: readonly { readonly data: Payload }[]) => Promise<void>,
  ): Promise<string>;
  getDb(): { executeSql(sql: string, values: readonly unknown[]): Promise<{ rows: unknown[] }> };
}

type PgBossPackage = Readonly<{ PgBoss: new (options: object) => Boss }>;

interface Choice {
  readonly constructor: object;
  readonly queue: object;
  readonly work: object;
}

// NOTIFY costs each commit something, so only the pick-up has it. The shortest poll and heartbeat that pg-boss accepts are half a
// second and ten seconds.
const CHOICES: Readonly<Record<Tuning["purpose"], Readonly<Record<Tuning["settings"], Choice>>>> = {
  throughput: {
    best: {
      constructor: {},
      queue: {},
      work: { batchSize: 2000, localConcurrency: 2, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
    },
    default: { constructor: {}, queue: {}, work: {} },
  },
  "pick-up": {
    best: {
      constructor: { useListenNotify: true },
      queue: { notify: true },
      work: { batchSize: 100, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
    },
    default: { constructor: {}, queue: {}, work: { batchSize: 100 } },
  },
  recovery: {
    best: {
      constructor: { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 },
      queue: { heartbeatSeconds: 10 },
      work: { batchSize: 100, pollingIntervalSeconds: 0.5 },
    },
    default: { constructor: {}, queue: {}, work: { batchSize: 100 } },
  },
};

const QUEUE = "bench";

export const pgBoss: Contender = {
  id: "pg-boss",
  title: "pg-boss",
  isPeer: true,
  store: "postgresql",
  settings: {
    throughput: {
      best: "batchSize 2,000, localConcurrency 2, burstWhenBatchFull, poll every 0.5 s, no NOTIFY",
      default: "1 job every 2 s",
    },
    "pick-up": {
      best: "LISTEN/NOTIFY, poll every 0.5 s, batchSize 100",
      default: "poll every 2 s; batchSize 100, so that it can keep up",
    },
    recovery: {
      best: "heartbeatSeconds 10, supervised and monitored every second, poll every 0.5 s, batchSize 100",
      default: "expires after 15 min; batchSize 100",
    },
  },
  prepare: async (address) => {
    const boss = await startBoss(address, {});
    await boss.stop({ graceful: false });
  },
  open: openPgBoss,
};

async function startBoss(connectionString: string, options: object): Promise<Boss> {
  const { PgBoss } = await loadPeer<PgBossPackage>("pg-boss");
  const boss = new PgBoss({ connectionString, ...options });
  boss.on("error", (error) => reportTrouble("pg-boss", error));
  await boss.start();
  return boss;
}

async function openPgBoss(address: string, { purpose, settings }: Tuning): Promise<Session> {
  const choice = CHOICES[purpose][settings];
  const boss = await startBoss(address, choice.constructor);
  await boss.createQueue(QUEUE, choice.queue);

  return {
    scheduleOne: async ({ payload, at }) => {
      await boss.send(QUEUE, payload, at === null ? {} : { startAfter: at });
    },
    scheduleMany: async (jobs) => {
      await boss.insert(
        QUEUE,
        jobs.map(({ payload, at }) => (at === null ? { data: payload } : { data: payload, startAfter: at })),
      );
    },
    startWork: async (work) => {
      await boss.work(QUEUE, choice.work, async (jobs) => {
        await Promise.all(jobs.map(async ({ data }) => work(data)));
      });
    },
    stored: async () => {
      const { rows } = await boss.getDb().executeSql(COUNT_JOBS, []);
      return { ...(rows[0] as Omit<StoredJobs, "history">), history: null };
    },
    close: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

const COUNT_JOBS = `
  select count(*) filter (where state < 'completed')::int as unfinished,
    count(*) filter (where state = 'completed')::int as finished
  from pgboss.job
  where name = '${QUEUE}'`;
