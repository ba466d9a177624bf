import { ActiveRun, type ActiveRuns } from "./active-runs.ts";
import { carryOutRun, endOfUnstarted, reportEnding } from "./carry-out-run.ts";
import type { EndingRecorder } from "./ending-recorder.ts";
import { createPace, type Pace } from "./pace.ts";
import type { Recorded } from "./ended-run.ts";
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

/** Gives claimed jobs to their handlers, at most `concurrency` at a time, and as many of a type as it allows. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #pace: Pace;
  /** Ready or working, by type. */
  readonly #busy = new Map<string, number>();
  readonly #ready: ActiveRun[] = [];
  #working = 0;
  #patience: NodeJS.Timeout | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#pace = createPace(parts.context.options.batchSize);
  }

  room(): Room {
    const { context, recorder } = this.#parts;
    const { options, registry } = context;
    const { batchSize, concurrency } = options;
    const free = concurrency - this.#working - this.#ready.length;
    const total = Math.min(batchSize, free + this.#pace.allowance());
    if (total <= 0 || recorder.backlog > 2 * batchSize) {
      return { types: [], total: 0, complete: false };
    }
    const names = registry.names();
    const types = names.flatMap((jobType) => {
      const most = registry.find(jobType)?.concurrency ?? null;
      const limit = most === null ? total : Math.min(total, most - (this.#busy.get(jobType) ?? 0));
      return limit > 0 ? [{ jobType, limit }] : [];
    });
    return { types, total: types.length === 0 ? 0 : total, complete: types.length === names.length };
  }

  /** Takes claimed jobs over. `leaseEndsMs` is on the monotonic clock. */
  accept(jobs: readonly ClaimedRow[], leaseEndsMs: number): void {
    for (const job of jobs) {
      const run = new ActiveRun(job, leaseEndsMs);
      this.#parts.runs.add(run);
      this.#count(run, 1);
      this.#ready.push(run);
    }
    this.#startNext();
    clearTimeout(this.#patience);
    if (this.#ready.length > 0) {
      this.#patience = setTimeout(() => this.giveBack(), LONGEST_WAIT_MS);
    }
  }

  /** Gives back what has not begun: at a shutdown, or because what is ahead of it takes longer than it looked like. */
  giveBack(): void {
    const { context, recorder } = this.#parts;
    clearTimeout(this.#patience);
    for (const run of this.#ready.splice(0)) {
      run.phase = "ending";
      this.#count(run, -1);
      recorder.record(endOfUnstarted(context, run), (recorded) => {
        reportEnding(context, { run, recorded, durationMs: 0 });
        this.#ended(run, recorded);
      });
    }
  }

  #startNext(): void {
    const { context, recorder, runs } = this.#parts;
    while (this.#working < context.options.concurrency) {
      const run = this.#ready.shift();
      if (run === undefined) {
        clearTimeout(this.#patience);
        return;
      }
      if (run.abortReason !== null) {
        this.#count(run, -1); // its lease was lost while it waited
        runs.remove(run);
        continue;
      }
      this.#working += 1;
      this.#pace.started();
      carryOutRun(context, run, { recorder, handled: this.#handled, ended: this.#ended });
    }
  }

  readonly #handled = (run: ActiveRun): void => {
    this.#working -= 1;
    this.#count(run, -1);
    this.#startNext();
    this.#parts.onProgress(null);
  };

  readonly #ended = (run: ActiveRun, recorded: Recorded): void => {
    this.#parts.runs.remove(run);
    this.#parts.onProgress(recorded);
  };

  #count({ job: { job_type: jobType } }: ActiveRun, change: 1 | -1): void {
    this.#busy.set(jobType, (this.#busy.get(jobType) ?? 0) + change);
  }
}
