import type { Queryable } from "../database/index.ts";
import { invariant } from "../kernel/index.ts";
import { encodeNews, UNKNOWN_SENDER } from "./announcer.ts";
import { checkJobType, checkKey, checkMoment, encodePayload } from "./check-request.ts";
import type { CheckedJob, GatheredKind, JobGatherer, StoreJobs } from "./job-gatherer.ts";
import { DEFAULT_MAX_RETRIES } from "./job-registry.ts";
import type { JobToSchedule, JobType, ScheduledJob, ScheduleOptions } from "./job-types.ts";
import type { RunAtOnce } from "./run-at-once.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { insertJobs } from "./sql/insert-jobs.ts";
import type { JobsToStore } from "./sql/jobs-to-store.ts";
import { keepWaitingJobs } from "./sql/keep-waiting-jobs.ts";
import { replaceWaitingJobs } from "./sql/replace-waiting-jobs.ts";

/** Requests as they come from outside, unchecked. */
export interface JobsToSchedule {
  readonly type: JobType<unknown>;
  readonly jobs: readonly JobToSchedule<unknown>[];
  readonly options: Pick<ScheduleOptions, "mode" | "transaction">;
  /** Called after the commit with the earliest moment at which one of them is due. */
  readonly committed: (moment: Date) => void;
  /** For a job without key and transaction. */
  readonly gatherer: JobGatherer;
}

/** Rows a statement: more of them are no faster, and hold their locks for longer. */
const BATCH = 1_000;

/**
 * Checks requests and stores them all or none, in the caller's transaction or by themselves: one statement per 1,000, and
 * those with keys apart from those without.
 *
 * @returns in the order of the requests. Of several with one key the last one counts, with `keep` the first.
 * @throws InvalidJobError, before anything is stored.
 */
export async function scheduleJobs(
  context: SchedulerContext,
  request: JobsToSchedule,
): Promise<readonly ScheduledJob[]> {
  checkJobType(request.type);
  const checked: CheckedJob[] = [];
  for (const job of request.jobs) {
    const result = checkJob(context, request.type, job);
    checked.push(result instanceof Promise ? await result : result);
  }
  const [only] = checked;
  if (checked.length === 1 && only?.key === null && request.options.transaction === undefined) {
    return [await request.gatherer.add(kindOf(request.type), only)];
  }
  const batches = [
    ...inBatches(checked.filter((job) => job.key === null)),
    ...inBatches(oncePerKey(checked, request.options.mode ?? "replace")),
  ];
  const stored = await storeBatches(context, request, batches);
  return checked.map((job) => {
    const scheduled = stored.get(job.key === null ? job.jobId : keyed(job.key));
    invariant(scheduled !== undefined, "a stored request comes back");
    return scheduled;
  });
}

/** Stores jobs without keys that were checked, in one statement of its own: a lone one that is due now the short way, where it can. */
export function storeGathered(
  context: SchedulerContext,
  { committed, runAtOnce }: Pick<JobsToSchedule, "committed"> & { readonly runAtOnce: RunAtOnce },
): StoreJobs {
  return async (kind, jobs) => {
    const [only] = jobs;
    if (only?.at === null && jobs.length === 1) {
      const { jobId, payloadText } = only;
      const scheduled = await runAtOnce({ ...kind, jobId, payloadText });
      if (scheduled !== null) {
        return new Map([[jobId, scheduled]]);
      }
    }
    const stored: Stored = new Map();
    await storeBatch(context, { kind, options: {}, committed }, { jobs, stored });
    return stored;
  };
}

function kindOf(type: JobType<unknown>): GatheredKind {
  return { jobType: type.name, maxRetries: type.maxRetries ?? DEFAULT_MAX_RETRIES };
}

function checkJob(
  context: SchedulerContext,
  type: JobType<unknown>,
  { payload, at, key }: JobToSchedule<unknown>,
): CheckedJob | Promise<CheckedJob> {
  if (key !== undefined) {
    checkKey(type.name, key);
  }
  if (at !== undefined) {
    checkMoment(type.name, at);
  }
  const encoded = encodePayload(type, payload);
  const withText = (payloadText: string): CheckedJob => ({
    jobId: context.ids.next(),
    key: key ?? null,
    at: at ?? null,
    payloadText,
  });
  return typeof encoded === "string" ? withText(encoded) : encoded.then(withText);
}

/** Each key once, and always in the same order: two statements in different orders could wait for each other. */
function oncePerKey(jobs: readonly CheckedJob[], mode: "replace" | "keep"): readonly CheckedJob[] {
  const byKey = new Map<string, CheckedJob>();
  for (const job of jobs) {
    if (job.key !== null && (mode === "replace" || !byKey.has(job.key))) {
      byKey.set(job.key, job);
    }
  }
  return [...byKey.entries()].sort(([first], [second]) => (first < second ? -1 : 1)).map(([, job]) => job);
}

function* inBatches(jobs: readonly CheckedJob[]): Generator<readonly CheckedJob[]> {
  for (let first = 0; first < jobs.length; first += BATCH) {
    yield jobs.slice(first, first + BATCH);
  }
}

/** Under which name a job with a key is found again: nobody's id looks like it. */
function keyed(key: string): string {
  return `key:${key}`;
}

type Stored = Map<string, ScheduledJob>;

async function storeBatches(
  context: SchedulerContext,
  request: JobsToSchedule,
  batches: readonly (readonly CheckedJob[])[],
): Promise<Stored> {
  const { transaction } = request.options;
  if (transaction === undefined && batches.length > 1) {
    return context.database.transaction((own) =>
      storeBatches(context, { ...request, options: { ...request.options, transaction: own } }, batches),
    );
  }
  const stored: Stored = new Map();
  const { type, options, committed } = request;
  for (const batch of batches) {
    await storeBatch(context, { kind: kindOf(type), options, committed }, { jobs: batch, stored });
  }
  return stored;
}

interface Batch {
  readonly jobs: readonly CheckedJob[];
  /** Where its results go. */
  readonly stored: Stored;
}

type BatchRequest = Pick<JobsToSchedule, "options" | "committed"> & { readonly kind: GatheredKind };

async function storeBatch(context: SchedulerContext, request: BatchRequest, batch: Batch): Promise<void> {
  const { announcer, database } = context;
  const { kind, committed } = request;
  const { jobType } = kind;
  const { transaction, mode } = request.options;
  const queryable = transaction ?? database;
  const knowsCommit = transaction?.ownCommit ?? true;
  const ticket = knowsCommit ? announcer.ticket(jobType) : encodeNews(UNKNOWN_SENDER, { type: "due", jobType });
  const jobs: JobsToStore = {
    ...kind,
    jobs: batch.jobs,
    now: await database.timeSource.now(queryable),
    notification: ticket,
  };
  const { earliest, isNext } = await ((batch.jobs[0]?.key ?? null) === null
    ? storeUnkeyed(queryable, jobs, batch.stored)
    : storeKeyed(queryable, { jobs, mode: mode ?? "replace" }, batch.stored));
  if (!knowsCommit) {
    return; // its notification is part of the transaction
  }
  if (ticket !== null && !isNext) {
    announcer.giveBack();
  }
  const tell = (): void => {
    committed(earliest);
    if (ticket === null && isNext) {
      announcer.announce({ type: "due", jobType });
    }
  };
  if (transaction === undefined) {
    tell();
  } else {
    transaction.afterCommit(tell);
  }
}

interface News {
  readonly earliest: Date;
  readonly isNext: boolean;
}

async function storeUnkeyed(queryable: Queryable, jobs: JobsToStore, stored: Stored): Promise<News> {
  const row = await insertJobs(queryable, jobs);
  invariant(row !== undefined, "a stored request comes back");
  let earliest = LATEST;
  for (const { jobId, at } of jobs.jobs) {
    const scheduledTime = at ?? row.stored_at;
    stored.set(jobId, { jobId, scheduledTime });
    earliest = scheduledTime < earliest ? scheduledTime : earliest;
  }
  return { earliest, isNext: row.is_next };
}

async function storeKeyed(
  queryable: Queryable,
  { jobs, mode }: { readonly jobs: JobsToStore; readonly mode: "replace" | "keep" },
  stored: Stored,
): Promise<News> {
  const rows = await (mode === "keep" ? keepWaitingJobs : replaceWaitingJobs)(queryable, jobs);
  let earliest = LATEST;
  for (const { job_key: key, job_id: jobId, scheduled_time: scheduledTime } of rows) {
    stored.set(keyed(key), { jobId, scheduledTime });
    earliest = scheduledTime < earliest ? scheduledTime : earliest;
  }
  return { earliest, isNext: rows[0]?.is_next ?? false };
}

const LATEST = new Date(8.64e15);
