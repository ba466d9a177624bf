import { sleep } from "../kernel/index.ts";
import { type ActiveRun, type ActiveRuns, createActiveRuns } from "./active-runs.ts";
import { carryOutRun } from "./carry-out-run.ts";
import { runClaimLoop } from "./claim-loop.ts";
import { createClaimStep } from "./claim-step.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { SchedulerNotRunningError, ShutdownError } from "./scheduler-errors.ts";
import { createSettleRequests } from "./settle-requests.ts";
import type { ClaimedRow } from "./sql/claim-due-jobs.ts";
import { createWakeSignal } from "./wake-signal.ts";

/** What runs between a start and a stop: the claim loop, the heartbeat, and the runs. */
export interface Worker {
  /** A job was scheduled for this moment, and committed. */
  scheduled(moment: Date): void;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

// What the last records get after the last handler had to go.
const RECORDING_GRACE_MS = 1_000;

/** Starts a worker. It never fails: where the database is away, it waits for it. */
export function startWorker(context: SchedulerContext): Worker {
  const { options } = context;
  const workerName = context.ids.next(); // fresh at each start, never the host's name: two processes must not share one
  const runs = createActiveRuns();
  const wake = createWakeSignal();
  const settling = createSettleRequests();
  const stopping = new AbortController();
  const giveUp = new AbortController();

  function startRun(job: ClaimedRow, leaseEndsMs: number): void {
    const controller = new AbortController();
    const run: ActiveRun = { job, controller, leaseEndsMs, phase: "working", done: Promise.resolve() };
    runs.add(run);
    run.done = finish(run);
  }

  async function finish(run: ActiveRun): Promise<void> {
    const recorded = await carryOutRun(context, run, giveUp.signal);
    const wasFull = runs.size >= options.concurrency;
    runs.remove(run);
    const waitsAgain = recorded.type === "recorded" && recorded.jobStatus === "pending";
    if (wasFull || waitsAgain || (settling.waiting && runs.size === 0)) {
      wake.wake();
    }
  }

  const step = createClaimStep({ context, workerName, runs, wake, settling, startRun });
  const stopHeartbeat = startHeartbeat(context, runs);
  const ended = runClaimLoop({ context, step, wake, stopping: stopping.signal });

  return {
    scheduled: step.scheduled,
    settle: () => {
      const request = settling.make();
      wake.wake();
      return request;
    },
    stop: async () => {
      stopping.abort();
      wake.wake();
      await ended; // from here on nothing is claimed
      settling.refuse(new SchedulerNotRunningError());
      await endRuns(runs, { ...options, giveUp });
      await stopHeartbeat();
    },
  };
}

interface Grace {
  readonly shutdownGraceMs: number;
  readonly abortGraceMs: number;
  readonly giveUp: AbortController;
}

async function endRuns(runs: ActiveRuns, { shutdownGraceMs, abortGraceMs, giveUp }: Grace): Promise<void> {
  await within(shutdownGraceMs, runs.ended());
  runs.all().forEach((run) => run.controller.abort(new ShutdownError()));
  await within(abortGraceMs + RECORDING_GRACE_MS, runs.ended());
  giveUp.abort();
  await runs.ended();
}

/** Waits for `work`, but not longer than `ms`. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work.finally(() => done.abort()), sleep(ms, done.signal)]);
}
