import type { ClaimedRow } from "./sql/claim-due-jobs.ts";

/** `ready`: claimed, waits for its turn; `working`: its handler runs; `ending`: its end is being written. */
export type RunPhase = "ready" | "working" | "ending";

/** A run of this process, from its claim until its end is recorded or given up. */
export class ActiveRun {
  readonly job: ClaimedRow;
  phase: RunPhase = "ready";
  /** On the monotonic clock: from here on somebody else may have taken the lease. */
  leaseEndsMs: number;
  /** Called once, when the run is aborted. */
  onAbort: (() => void) | null = null;
  #reason: Error | null = null;
  #controller: AbortController | null = null;

  constructor(job: ClaimedRow, leaseEndsMs: number) {
    this.job = job;
    this.leaseEndsMs = leaseEndsMs;
  }

  /** Made when a handler asks for it: most never do, and a controller costs as much as all else of a short run. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) {
        this.#controller.abort(this.#reason);
      }
    }
    return this.#controller.signal;
  }

  /** Why it was aborted; `null` while it was not. */
  get abortReason(): Error | null {
    return this.#reason;
  }

  /** Aborts the handler. The first reason stays. */
  abort(reason: Error): void {
    if (this.#reason === null) {
      this.#reason = reason;
      this.#controller?.abort(reason);
      this.onAbort?.();
    }
  }
}

/** What a lease is called: the jobs of one claim share their token. */
export function leaseName(lease: { readonly job_id: string; readonly lease_token: string }): string {
  return `${lease.job_id} ${lease.lease_token}`;
}

/** The runs of this process. */
export interface ActiveRuns {
  readonly size: number;
  add(run: ActiveRun): void;
  remove(run: ActiveRun): void;
  all(): readonly ActiveRun[];
  leaseTokens(): readonly string[];
  /** Resolves when there are none. */
  ended(): Promise<void>;
}

/** An empty list. */
export function createActiveRuns(): ActiveRuns {
  const runs = new Set<ActiveRun>();
  let waiting: (() => void)[] = [];

  return {
    get size() {
      return runs.size;
    },
    add: (run) => void runs.add(run),
    remove: (run) => {
      runs.delete(run);
      if (runs.size === 0) {
        waiting.splice(0).forEach((resolve) => resolve());
      }
    },
    all: () => [...runs],
    leaseTokens: () => [...new Set(Array.from(runs, (run) => run.job.lease_token))],
    ended: () =>
      new Promise((resolve) => {
        if (runs.size === 0) {
          resolve();
        } else {
          waiting = [...waiting, resolve];
        }
      }),
  };
}
