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
  /** Ready, working or kept, by type. */
  readonly #busy = new Map<string, number>();
  readonly #ready: ActiveRun[] = [];
  #working = 0;
  /** Places that are kept for jobs which are being stored. */
  #kept = 0;
  #patience: NodeJS.Timeout | undefined;
  /** Those who wait for a place. */
  readonly #waiting: (() => void)[] = [];

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#pace = createPace(parts.context.options.batchSize);
  }

  room(): Room {
    const { options, registry } = this.#parts.context;
    const total = Math.min(options.batchSize, this.#free() + this.#pace.allowance());
    if (total <= 0 || this.#isBehind()) {
      return { types: [], total: 0, complete: false };
    }
    const names = registry.names();
    const types = names.flatMap((jobType) => {
      const limit = Math.min(total, this.#freeOfType(jobType));
      return limit > 0 ? [{ jobType, limit }] : [];
    });
    return { types, total: types.length === 0 ? 0 : total, complete: types.length === names.length };
  }

  /** Keeps a free place for a job that is being stored, until it is let go. `false`: there is none, or others wait for it. */
  keep(jobType: string): boolean {
    const isKnown = this.#parts.context.registry.find(jobType) !== undefined;
    if (!isKnown || this.#free() <= 0 || this.#freeOfType(jobType) <= 0 || this.#isBehind()) {
      return false;
    }
    this.#kept += 1;
    this.#count(jobType, 1);
    return true;
  }

  /** Ends a {@link keep}. */
  letGo(jobType: string): void {
    this.#kept -= 1;
    this.#count(jobType, -1);
    this.#tellWaiting();
    this.#parts.onProgress(null);
  }

  /** Resolves when a job of this type could begin at once; with `false` when the signal fires, or where nobody knows the type. */
  async placeFor(jobType: string, signal: AbortSignal): Promise<boolean> {
    if (this.#parts.context.registry.find(jobType) === undefined) {
      return false;
    }
    const look = (): void => this.#tellWaiting();
    signal.addEventListener("abort", look, { once: true });
    while (!signal.aborted && (this.#free() <= 0 || this.#freeOfType(jobType) <= 0)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    signal.removeEventListener("abort", look);
    return !signal.aborted;
  }

  /** Takes claimed jobs over. `leaseEndsMs` is on the monotonic clock. */
  accept(jobs: readonly ClaimedRow[], leaseEndsMs: number): void {
    for (const job of jobs) {
      const run = new ActiveRun(job, leaseEndsMs);
      this.#parts.runs.add(run);
      this.#count(job.job_type, 1);
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
      this.#count(run.job.job_type, -1);
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
        this.#count(run.job.job_type, -1); // its lease was lost while it waited
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
    this.#count(run.job.job_type, -1);
    this.#startNext();
    this.#tellWaiting();
    this.#parts.onProgress(null);
  };

  readonly #ended = (run: ActiveRun, recorded: Recorded): void => {
    this.#parts.runs.remove(run);
    this.#parts.onProgress(recorded);
  };

  #tellWaiting(): void {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  #free(): number {
    return this.#parts.context.options.concurrency - this.#working - this.#ready.length - this.#kept;
  }

  #freeOfType(jobType: string): number {
    const most = this.#parts.context.registry.find(jobType)?.concurrency ?? Infinity;
    return most - (this.#busy.get(jobType) ?? 0);
  }

  /** Whether ends of runs come faster than they can be recorded. */
  #isBehind(): boolean {
    const { context, recorder } = this.#parts;
    return recorder.backlog > 2 * context.options.batchSize;
  }

  #count(jobType: string, change: 1 | -1): void {
    this.#busy.set(jobType, (this.#busy.get(jobType) ?? 0) + change);
  }
}
