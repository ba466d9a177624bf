import { invariant, type LogFields, monotonicMs, unreachable } from "../kernel/index.ts";
import type { ActiveRun } from "./active-runs.ts";
import type { EndingRecorder } from "./ending-recorder.ts";
import { performRun } from "./perform-run.ts";
import type { EndedRun, Recorded } from "./ended-run.ts";
import { endingOf, type RunEnding } from "./run-ending.ts";
import { DEFAULT_RETRY_POLICY } from "./retry-delay.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { NotStartedError } from "./scheduler-errors.ts";

/** What a run is carried out with. */
export interface RunSteps {
  readonly recorder: EndingRecorder;
  /** The handler is done: its place is free. */
  readonly handled: (run: ActiveRun) => void;
  /** The end is recorded, or given up. */
  readonly ended: (run: ActiveRun, recorded: Recorded) => void;
}

/** One run from its handler's call to the record of its end. Tells the events. */
export function carryOutRun(context: SchedulerContext, run: ActiveRun, { recorder, handled, ended }: RunSteps): void {
  const { job } = run;
  const type = context.registry.find(job.job_type);
  invariant(type !== undefined, `a job of type "${job.job_type}" was claimed without a handler`);
  const startedMs = monotonicMs();
  run.phase = "working";

  performRun(context, {
    run,
    type,
    done: (result) => {
      run.phase = "ending";
      const record = {
        retryCount: job.retry_count,
        maxRetries: job.max_retries ?? type.maxRetries,
        retry: type.retry,
        random: context.random,
      };
      const end: EndedRun = {
        jobId: job.job_id,
        leaseToken: job.lease_token,
        durationMs: Math.round(monotonicMs() - startedMs),
        ending: endingOf(result, run.abortReason, record),
        record,
      };
      const writes = end.ending.write !== null;
      recorder.record(end, (recorded) => {
        reportEnding(context, { run, recorded, durationMs: end.durationMs });
        if (writes) {
          handled(run); // its transaction is part of its work: it keeps its place until then
        }
        ended(run, recorded);
      });
      if (!writes) {
        handled(run);
      }
    },
  });
}

/** A run that goes back to waiting before its handler was called. */
export function endOfUnstarted({ random }: SchedulerContext, { job }: ActiveRun): EndedRun {
  const record = { retryCount: job.retry_count, maxRetries: job.max_retries ?? 0, retry: DEFAULT_RETRY_POLICY, random };
  const ending = endingOf({ type: "abandoned" }, new NotStartedError(), record);
  return { jobId: job.job_id, leaseToken: job.lease_token, durationMs: 0, ending, record };
}

/** A run and how the record of its end went. */
export interface EndingReport {
  readonly run: ActiveRun;
  readonly recorded: Recorded;
  readonly durationMs: number;
}

/** Tells the log and the listeners. */
export function reportEnding(context: SchedulerContext, { run, recorded, durationMs }: EndingReport): void {
  const { job_id: jobId, job_type: jobType, run: number } = run.job;
  const facts = { jobId, jobType, run: number };
  switch (recorded.type) {
    case "recorded": {
      const { ending, jobStatus, runStatus: status } = recorded;
      const event = { jobId, jobType, run: number, status, jobStatus, durationMs, error: ending.error };
      log(context, event, ending);
      context.events.emit("job:run-ended", event);
      return;
    }
    case "lease-lost":
      context.logger.warn(facts, "a run ended after its lease was lost: nothing of it was recorded");
      context.events.emit("job:lease-lost", facts);
      return;
    case "given-up":
      return; // it is logged where the reason is known
    default:
      unreachable(recorded);
  }
}

function log(
  { logger }: SchedulerContext,
  event: LogFields,
  { leadsTo, error, errorMessage, runStatus }: RunEnding,
): void {
  if (error === null && leadsTo !== "failed") {
    logger.debug(event, "a run of a job ended");
    return;
  }
  const fields = { ...event, error: errorMessage };
  if (leadsTo === "failed") {
    logger.error(fields, "a job failed for good");
  } else if (runStatus === "interrupted") {
    logger.debug(fields, "a run of a job ended");
  } else {
    logger.warn(fields, "a run of a job failed");
  }
}
