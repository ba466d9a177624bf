import { sleep } from "../kernel/index.ts";
import { type ActiveRuns, createActiveRuns } from "./active-runs.ts";
import { createCleanUp } from "./clean-up.ts";
import { runClaimLoop } from "./claim-loop.ts";
import { createClaimStep } from "./claim-step.ts";
import { Dispatcher } from "./dispatcher.ts";
import { createEar } from "./ear.ts";
import { EndingRecorder } from "./ending-recorder.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { Recorded } from "./ended-run.ts";
import type { ScheduledJob } from "./job-types.ts";
import { createNamedJobs } from "./run-named-jobs.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { SchedulerNotRunningError, ShutdownError } from "./scheduler-errors.ts";
import { createShortWay, type RunAtOnce } from "./run-at-once.ts";
import { createSettleRequests } from "./settle-requests.ts";
import { createWakeSignal } from "./wake-signal.ts";

/** What runs between a start and a stop: the claim loop, the heartbeat, the runs, and an ear for other processes. */
export interface Worker {
  /** A job was scheduled for this moment, and committed. */
  scheduled(moment: Date): void;
  /** Not to be called after `stop()`. */
  readonly runAtOnce: RunAtOnce;
  /** Jobs may be due that were not to be had before. */
  hint(): void;
  /** A run was cancelled, perhaps one of this process. */
  cancelled(): void;
  /** Runs a job ahead of its moment. */
  runNamed(jobType: string, job: ScheduledJob): Promise<boolean>;
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
  const recorder = new EndingRecorder(context, giveUp.signal);

  const cleanUp = createCleanUp(context);

  function onProgress(recorded: Recorded | null): void {
    if (recorded !== null) {
      cleanUp.runEnded();
    }
    const waitsAgain = recorded?.type === "recorded" && recorded.jobStatus === "pending";
    if (step.hungry || waitsAgain || (settling.waiting && runs.size === 0)) {
      wake.wake();
    }
  }

  const dispatcher = new Dispatcher({ context, runs, recorder, onProgress });
  const heartbeat = startHeartbeat(context, runs);
  const ear = createEar(context, {
    due: () => step.hint(),
    cancelled: heartbeat.beat,
    missed: () => step.lookSoon(),
  });
  const maxSleepMs = ear.maxSleepMs;
  const step = createClaimStep({ context, workerName, runs, dispatcher, wake, settling, maxSleepMs });
  const shortWay = createShortWay({ context, workerName, step, dispatcher });
  const named = createNamedJobs({ context, workerName, dispatcher, stopping: stopping.signal });
  ear.open();
  const ended = runClaimLoop({ context, step, wake, stopping: stopping.signal });

  return {
    scheduled: step.scheduled,
    runAtOnce: shortWay.take,
    hint: step.hint,
    cancelled: heartbeat.beat,
    runNamed: named.run,
    settle: () => {
      const request = settling.make();
      wake.wake();
      return request;
    },
    stop: async () => {
      stopping.abort();
      wake.wake();
      await Promise.all([ended, ear.close(), shortWay.idle(), named.end()]); // from here on nothing is claimed
      settling.refuse(new SchedulerNotRunningError());
      dispatcher.giveBack();
      await endRuns(runs, { ...options, giveUp });
      await Promise.all([heartbeat.stop(), cleanUp.idle()]);
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
  runs.all().forEach((run) => run.abort(new ShutdownError()));
  await within(abortGraceMs + RECORDING_GRACE_MS, runs.ended());
  giveUp.abort();
  await runs.ended();
}

/** Waits for `work`, but not longer than `ms`. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work.finally(() => done.abort()), sleep(ms, done.signal)]);
}
