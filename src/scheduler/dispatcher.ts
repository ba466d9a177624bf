import { ActiveRun, type ActiveRuns } from "./active-runs.ts";
import { carryOutRun, endOfUnstarted, reportEnding } from "./carry-out-run.ts";
import type { EndingRecorder } from "./ending-recorder.ts";
import { createPace } from "./pace.ts";
import type { Recorded } from "./record-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { ClaimedRow, TypeLimit } from "./sql/claim-due-jobs.ts";

/** What may be claimed now. */
export interface Room {
  readonly types: readonly TypeLimit[];
  /** Over all types; 0: nothing. */
  readonly total: number;
  /** Whether every known type is among them. */
  readonly complete: boolean;
}

/** Gives claimed jobs to their handlers, at most `concurrency` at a time, and as many of a type as it allows. */
export interface Dispatcher {
  room(): Room;
  /** Takes claimed jobs over. `leaseEndsMs` is on the monotonic clock. */
  accept(jobs: readonly ClaimedRow[], leaseEndsMs: number): void;
  /** Gives back what has not begun: at a shutdown, or because what was ahead of it takes longer than it looked like. */
  giveBack(): void;
}

/** What a dispatcher works with. */
export interface DispatcherParts {
  readonly context: SchedulerContext;
  readonly runs: ActiveRuns;
  readonly recorder: EndingRecorder;
  /** A place is free, or a run has ended. */
  readonly onProgress: (recorded: Recorded | null) => void;
}

// How long a job that was claimed ahead may wait for its turn before another process may have it.
const LONGEST_WAIT_MS = 250;

/** Nobody works yet. */
export function createDispatcher({ context, runs, recorder, onProgress }: DispatcherParts): Dispatcher {
  const { options, registry, batchSize } = context;
  const pace = createPace(batchSize);
  const busyOfType = new Map<string, number>();
  let ready: ActiveRun[] = [];
  let working = 0;
  let waiting: NodeJS.Timeout | undefined;

  function count(jobType: string, change: 1 | -1): void {
    busyOfType.set(jobType, (busyOfType.get(jobType) ?? 0) + change);
  }

  function startNext(): void {
    while (working < options.concurrency) {
      const run = ready.shift();
      if (run === undefined) {
        clearTimeout(waiting);
        return;
      }
      if (run.abortReason === null) {
        start(run);
      } else {
        leave(run); // its lease was lost while it waited
      }
    }
  }

  function start(run: ActiveRun): void {
    working += 1;
    pace.started();
    carryOutRun(context, run, { recorder, handled: free, ended });
  }

  function free(run: ActiveRun): void {
    working -= 1;
    count(run.job.job_type, -1);
    startNext();
    onProgress(null);
  }

  function ended(run: ActiveRun, recorded: Recorded): void {
    runs.remove(run);
    onProgress(recorded);
  }

  function leave(run: ActiveRun): void {
    count(run.job.job_type, -1);
    runs.remove(run);
  }

  function giveBack(): void {
    const unstarted = ready;
    ready = [];
    for (const run of unstarted) {
      run.phase = "ending";
      count(run.job.job_type, -1);
      const end = endOfUnstarted(context, run);
      recorder.record(end, (recorded) => {
        reportEnding(context, { run, recorded, durationMs: 0 });
        ended(run, recorded);
      });
    }
  }

  return {
    room: () => {
      const total = Math.min(batchSize, options.concurrency - working - ready.length + pace.allowance());
      if (total <= 0 || recorder.backlog > 2 * batchSize) {
        return { types: [], total: 0, complete: false };
      }
      const names = registry.names();
      const types = names.flatMap((jobType) => {
        const most = registry.find(jobType)?.concurrency ?? null;
        const limit = most === null ? total : Math.min(total, most - (busyOfType.get(jobType) ?? 0));
        return limit > 0 ? [{ jobType, limit }] : [];
      });
      return { types, total: types.length === 0 ? 0 : total, complete: types.length === names.length };
    },
    accept: (jobs, leaseEndsMs) => {
      for (const job of jobs) {
        const run = new ActiveRun(job, leaseEndsMs);
        runs.add(run);
        count(job.job_type, 1);
        ready.push(run);
      }
      startNext();
      if (ready.length > 0) {
        clearTimeout(waiting);
        waiting = setTimeout(giveBack, LONGEST_WAIT_MS);
      }
    },
    giveBack,
  };
}
