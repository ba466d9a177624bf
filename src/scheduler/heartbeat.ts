import { monotonicMs, toError } from "../kernel/index.ts";
import { type ActiveRun, type ActiveRuns, leaseName } from "./active-runs.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { JobCancelledError, JobLeaseLostError } from "./scheduler-errors.ts";
import { renewLeases } from "./sql/renew-leases.ts";

/** Keeps the leases of a process. */
export interface Heartbeat {
  /** Beats at once, or once more after the beat that is under way: somebody cancelled a run. */
  beat(): void;
  /** Ends it and waits for the last beat. */
  stop(): Promise<void>;
}

/**
 * One statement renews all leases of this process. Aborts the handlers whose lease is lost or whose job was cancelled,
 * and, when the database is away, those whose lease ends before the next beat.
 */
export function startHeartbeat(context: SchedulerContext, runs: ActiveRuns): Heartbeat {
  let beating: Promise<void> | null = null;
  let wanted = 0;
  let failing = false;

  async function renewOnce(): Promise<void> {
    try {
      await renew(context, runs);
      failing = false;
    } catch (thrown) {
      if (!failing) {
        failing = true;
        context.logger.error({ error: toError(thrown).message }, "leases could not be renewed; trying again");
      }
    }
  }

  async function beatUntilDone(): Promise<void> {
    for (let done = 0; done < wanted; done += 1) {
      wanted = Math.min(wanted, done + 2); // once more is enough for whoever asked meanwhile
      await renewOnce();
    }
    wanted = 0;
    beating = null;
  }

  function beat(): void {
    wanted += 1;
    beating ??= beatUntilDone();
  }

  const timer = setInterval(() => {
    abortExpiring(context, runs);
    if (beating === null) {
      beat();
    }
  }, context.options.heartbeatMs);

  return {
    beat,
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}

async function renew({ database, options }: SchedulerContext, runs: ActiveRuns): Promise<void> {
  const held = runs.all().filter(isHeld);
  if (held.length === 0) {
    return;
  }
  const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
  const jobIds = held.map((run) => run.job.job_id);
  const leaseTokens = held.map((run) => run.job.lease_token);
  const rows = await renewLeases(database, { jobIds, leaseTokens, leaseMs: options.leaseMs });
  const renewed = new Map(rows.map((row) => [leaseName(row), row]));
  for (const run of held) {
    const lease = renewed.get(leaseName(run.job));
    if (lease !== undefined) {
      run.leaseEndsMs = askedMs + options.leaseMs;
    }
    if (!isHeld(run)) {
      continue; // it ended meanwhile
    }
    if (lease === undefined) {
      run.abort(new JobLeaseLostError());
    } else if (lease.cancel_reason !== null) {
      run.abort(new JobCancelledError(lease.cancel_reason));
    }
  }
}

// A sole owner's leases are never taken by anybody, so a pause of the whole process (a suspended laptop) is no reason
// to abort.
function abortExpiring({ options }: SchedulerContext, runs: ActiveRuns): void {
  if (options.soleOwner) {
    return;
  }
  const nextBeatMs = monotonicMs() + options.heartbeatMs;
  for (const run of runs.all()) {
    if (isHeld(run) && run.leaseEndsMs < nextBeatMs) {
      run.abort(new JobLeaseLostError());
    }
  }
}

// The end of a run locks its row, and is no business of the heartbeat any more.
function isHeld(run: ActiveRun): boolean {
  return run.phase !== "ending";
}
