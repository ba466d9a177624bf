/** The measured ones, in the order of the columns. */
export const CONTENDER_IDS = [
  "pg-boss",
  "graphile-worker",
  "bullmq-redis-everysec",
  "bullmq-redis-always",
  "bullmq-postgresql",
  "rekindle",
  "rekindle-embedded",
] as const;

export type ContenderId = (typeof CONTENDER_IDS)[number];

/** What a job carries: its number, and the moment from which its pick-up is timed (milliseconds since 1970, with fractions). */
export interface Payload {
  readonly number: number;
  readonly momentMs: number;
}

export interface NewJob {
  readonly payload: Payload;
  /** `null`: now. */
  readonly at: Date | null;
}

/** What is asked of a contender, and with what settings: it is opened anew for each of them. */
export interface Tuning {
  readonly purpose: "throughput" | "pick-up" | "recovery";
  readonly settings: "best" | "default";
}

/** Jobs as the store holds them. `history`: rows that tell of a single run; `null` where there is no such thing. */
export interface StoredJobs {
  readonly unfinished: number;
  readonly finished: number;
  readonly history: number | null;
}

/** May end at once or never; what it throws ends the benchmark. */
export type Work = (payload: Payload) => Promise<void> | void;

/** A contender as one process has it open. */
export interface Session {
  scheduleOne(job: NewJob): Promise<void>;
  /** One call of the contender's for all of them. `null`: it has none. */
  readonly scheduleMany: ((jobs: readonly NewJob[]) => Promise<void>) | null;
  /** Begins to run jobs. Connections are open before, as far as the contender can. */
  startWork(work: Work): Promise<void>;
  stored(): Promise<StoredJobs>;
  close(): Promise<void>;
}

/** Who is measured. */
export interface Contender {
  readonly id: ContenderId;
  readonly title: string;
  readonly isPeer: boolean;
  readonly store: "postgresql" | "redis-everysec" | "redis-always" | "embedded";
  /** What it is opened with for each purpose, in words; what is not named is the contender's default. */
  readonly settings: Readonly<Record<Tuning["purpose"], Readonly<Record<Tuning["settings"], string>>>>;
  /** Makes the tables. */
  prepare(address: string): Promise<void>;
  /** @param address - a database's URL, a Redis' port, or a folder, as `store` says */
  open(address: string, tuning: Tuning): Promise<Session>;
}
