import {
  DatabaseClosedError,
  DatabaseUnavailableError,
  type Queryable,
  SerializationError,
  UniqueViolationError,
} from "../database/index.ts";
import { sleep, toError } from "../kernel/index.ts";
import type { EndedRun, Recorded, RecordedState } from "./ended-run.ts";
import type { OutcomeWrite } from "./job-types.ts";
import { endingOfFailure } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { writeEndings } from "./write-endings.ts";

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
export async function recordEnding(
  context: SchedulerContext,
  run: EndedRun,
  /** Fires when there is no more time to try. */
  giveUp: AbortSignal,
): Promise<Recorded> {
  let ending = run.ending;
  const failures = { conflicts: 0, outages: 0, others: 0 };
  while (!giveUp.aborted) {
    const attempt = createAttempt(context, { ...run, ending });
    try {
      const state = await attempt.write();
      return state === null ? { type: "lease-lost" } : { type: "recorded", ending, ...state };
    } catch (thrown) {
      const error = toError(thrown);
      if (error instanceof SerializationError || (error instanceof UniqueViolationError && !attempt.ended)) {
        failures.conflicts += 1;
      } else if (error instanceof DatabaseUnavailableError) {
        failures.outages += 1;
        await waitForDatabase(context, { error, outages: failures.outages, giveUp });
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
        return giveUpOn(context, [run], error);
      }
    }
  }
  return giveUpOn(context, [run], null);
}

interface Attempt {
  /** Whether the run's end was accepted, so that an error after it came from the outcome's `write`. */
  readonly ended: boolean;
  write(): Promise<RecordedState | null>;
}

function createAttempt(context: SchedulerContext, run: EndedRun): Attempt {
  const { database } = context;
  const { write } = run.ending;
  let ended = false;

  async function endAndWrite(outcomeWrite: OutcomeWrite): Promise<RecordedState | null> {
    return database.transaction(async (transaction) => {
      const state = await writeEnd(transaction, context, run);
      if (state !== null) {
        ended = true;
        await outcomeWrite(transaction);
      }
      return state;
    });
  }

  return {
    get ended() {
      return ended;
    },
    write: () => (write === null ? writeEnd(database, context, run) : endAndWrite(write)),
  };
}

async function writeEnd(
  queryable: Queryable,
  { database }: SchedulerContext,
  run: EndedRun,
): Promise<RecordedState | null> {
  const [state] = await writeEndings(queryable, [run], await database.timeSource.now(queryable));
  return state ?? null;
}

/** A database that is away, the how many-th time in a row. */
export interface Outage {
  readonly error: Error;
  readonly outages: number;
  readonly giveUp: AbortSignal;
}

/** Waits a while, longer each time. */
export async function waitForDatabase({ logger }: SchedulerContext, { error, outages, giveUp }: Outage): Promise<void> {
  if (outages === 1) {
    logger.warn({ error: error.message }, "the end of a run could not be recorded yet: the database is away");
  }
  await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (outages - 1), LONGEST_PAUSE_MS), giveUp);
}

/** Leaves runs to the rescue. */
export function giveUpOn({ logger }: SchedulerContext, runs: readonly EndedRun[], error: Error | null): Recorded {
  for (const { jobId } of runs) {
    const fields = { jobId, error: error?.message ?? null };
    logger.error(fields, "the end of a run could not be recorded: when its lease expires, the job runs again");
  }
  return { type: "given-up" };
}
