import {
  DatabaseClosedError,
  DatabaseUnavailableError,
  type Queryable,
  SerializationError,
  UniqueViolationError,
} from "../database/index.ts";
import { sleep, toError } from "../kernel/index.ts";
import type { JobStatus, OutcomeWrite } from "./job-types.ts";
import { endingOfFailure, type RetryRecord, type RunEnding } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { finishRun } from "./sql/finish-run.ts";
import { returnRun } from "./sql/return-run.ts";

/** A run whose end is to be recorded. */
export interface EndedRun {
  readonly jobId: string;
  readonly leaseToken: string;
  readonly durationMs: number;
  readonly ending: RunEnding;
  /** What is made of it when the outcome's `write` fails. */
  readonly record: RetryRecord;
  /** Fires when there is no more time to try. */
  readonly giveUp: AbortSignal;
}

/** How it went: what the job is now; that the lease was somebody else's; that the database could not be told. */
export type Recorded =
  | { readonly type: "recorded"; readonly ending: RunEnding; readonly jobStatus: JobStatus }
  | { readonly type: "lease-lost" }
  | { readonly type: "given-up" };

// Conflicts pass by at the first repetition as a rule; other errors are bugs, and repeating them only delays the
// rescue.
const MAX_CONFLICTS = 20;
const MAX_OTHER_ERRORS = 3;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Records the end of a run under its lease. Repeats it when it met another transaction, and as long as it takes when
 * the database is away: the work is done, and the lease token keeps a late record from doing harm. Never rejects.
 */
export async function recordEnding(context: SchedulerContext, run: EndedRun): Promise<Recorded> {
  let ending = run.ending;
  const failures = { conflicts: 0, outages: 0, others: 0 };
  while (!run.giveUp.aborted) {
    const attempt = createAttempt(context, { ...run, ending });
    try {
      const jobStatus = await attempt.write();
      return jobStatus === null ? { type: "lease-lost" } : { type: "recorded", ending, jobStatus };
    } catch (thrown) {
      const error = toError(thrown);
      if (error instanceof SerializationError || (error instanceof UniqueViolationError && !attempt.ended)) {
        failures.conflicts += 1;
      } else if (error instanceof DatabaseUnavailableError) {
        failures.outages += 1;
        await waitForDatabase(context, { run, error, outages: failures.outages });
        continue;
      } else if (attempt.ended && ending.write !== null) {
        ending = endingOfFailure(error, run.record); // its own write is what failed
        continue;
      } else {
        failures.others += 1;
      }
      if (
        failures.conflicts > MAX_CONFLICTS ||
        failures.others > MAX_OTHER_ERRORS ||
        error instanceof DatabaseClosedError
      ) {
        return giveUp(context, run, error);
      }
    }
  }
  return giveUp(context, run, null);
}

interface Attempt {
  /** Whether the run's end was accepted, so that an error after it came from the outcome's `write`. */
  readonly ended: boolean;
  write(): Promise<JobStatus | null>;
}

function createAttempt(context: SchedulerContext, run: EndedRun): Attempt {
  const { database } = context;
  const { write } = run.ending;
  let ended = false;

  async function endAndWrite(outcomeWrite: OutcomeWrite): Promise<JobStatus | null> {
    return database.transaction(async (transaction) => {
      const jobStatus = await writeEnd(transaction, run, await database.timeSource.now(transaction));
      if (jobStatus !== null) {
        ended = true;
        await outcomeWrite(transaction);
      }
      return jobStatus;
    });
  }

  return {
    get ended() {
      return ended;
    },
    write: async () =>
      write === null ? writeEnd(database, run, await database.timeSource.now(database)) : endAndWrite(write),
  };
}

function writeEnd(queryable: Queryable, run: EndedRun, now: Date | null): Promise<JobStatus | null> {
  const { jobId, leaseToken, durationMs, ending } = run;
  const end = { jobId, leaseToken, durationMs, now, runStatus: ending.runStatus, errorMessage: ending.errorMessage };
  return ending.leadsTo === "pending"
    ? returnRun(queryable, { ...end, moment: ending.moment, blame: ending.blame })
    : finishRun(queryable, { ...end, jobStatus: ending.leadsTo });
}

interface Outage {
  readonly run: EndedRun;
  readonly error: Error;
  readonly outages: number;
}

async function waitForDatabase(context: SchedulerContext, { run, error, outages }: Outage): Promise<void> {
  if (outages === 1) {
    const fields = { jobId: run.jobId, error: error.message };
    context.logger.warn(fields, "the end of a run could not be recorded yet: the database is away");
  }
  await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (outages - 1), LONGEST_PAUSE_MS), run.giveUp);
}

function giveUp(context: SchedulerContext, run: EndedRun, error: Error | null): Recorded {
  const fields = { jobId: run.jobId, error: error?.message ?? null };
  context.logger.error(fields, "the end of a run could not be recorded: when its lease expires, the job runs again");
  return { type: "given-up" };
}
