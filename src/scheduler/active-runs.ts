import type { ClaimedRow } from "./sql/claim-due-jobs.ts";

/** A run of this process, from its claim until its end is recorded or given up. */
export interface ActiveRun {
  readonly job: ClaimedRow;
  /** Aborts the handler. The first reason stays. */
  readonly controller: AbortController;
  /** On the monotonic clock: from here on somebody else may have taken the lease. */
  leaseEndsMs: number;
  /** `working`: its handler runs; `ending`: its end is being written, so its row may be locked. */
  phase: "working" | "ending";
  /** Resolves when it has left the list; never rejects. */
  done: Promise<void>;
}

/** The runs of this process. */
export interface ActiveRuns {
  readonly size: number;
  add(run: ActiveRun): void;
  remove(run: ActiveRun): void;
  all(): readonly ActiveRun[];
  leaseTokens(): readonly string[];
  /** Resolves when all runs that are there now have ended. */
  ended(): Promise<void>;
}

/** An empty list. */
export function createActiveRuns(): ActiveRuns {
  const runs = new Set<ActiveRun>();

  return {
    get size() {
      return runs.size;
    },
    add: (run) => void runs.add(run),
    remove: (run) => void runs.delete(run),
    all: () => [...runs],
    leaseTokens: () => Array.from(runs, (run) => run.job.lease_token),
    ended: async () => {
      await Promise.all(Array.from(runs, (run) => run.done));
    },
  };
}
