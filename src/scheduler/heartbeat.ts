import { monotonicMs, toError } from "../kernel/index.ts";
import type { ActiveRun, ActiveRuns } from "./active-runs.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { JobLeaseLostError } from "./scheduler-errors.ts";
import { renewLeases } from "./sql/renew-leases.ts";

/**
 * Keeps the leases of this process: one statement renews them all. Aborts the handlers whose lease is lost, and, when
 * the database is away, those whose lease ends before the next beat. The function that comes back ends it and waits for
 * the last beat.
 */
export function startHeartbeat(context: SchedulerContext, runs: ActiveRuns): () => Promise<void> {
  let beating: Promise<void> | null = null;
  let failing = false;

  async function beat(): Promise<void> {
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

  const timer = setInterval(() => {
    abortExpiring(context, runs);
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, context.options.heartbeatMs);

  return async () => {
    clearInterval(timer);
    await beating;
  };
}

async function renew({ database, options }: SchedulerContext, runs: ActiveRuns): Promise<void> {
  const working = runs.all().filter(isWorking);
  if (working.length === 0) {
    return;
  }
  const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
  const jobIds = working.map((run) => run.job.job_id);
  const leaseTokens = working.map((run) => run.job.lease_token);
  const renewed = await renewLeases(database, { jobIds, leaseTokens, leaseMs: options.leaseMs });
  for (const run of working) {
    if (renewed.has(run.job.lease_token)) {
      run.leaseEndsMs = askedMs + options.leaseMs;
    } else if (isWorking(run)) {
      run.controller.abort(new JobLeaseLostError());
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
    if (isWorking(run) && run.leaseEndsMs < nextBeatMs) {
      run.controller.abort(new JobLeaseLostError());
    }
  }
}

// The end of a run locks its row, and is no business of the heartbeat any more.
function isWorking(run: ActiveRun): boolean {
  return run.phase === "working";
}
