import { monotonicMs, unreachable } from "../kernel/index.ts";
import type { ActiveRun } from "./active-runs.ts";
import { DEFAULT_MAX_RETRIES } from "./job-registry.ts";
import { performRun } from "./perform-run.ts";
import { type Recorded, recordEnding } from "./record-ending.ts";
import { DEFAULT_RETRY_POLICY } from "./retry-delay.ts";
import { endingOf, type RunEnding } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";

/** One run from its handler's call to the record of its end. Tells the events. Never rejects. */
export async function carryOutRun(context: SchedulerContext, run: ActiveRun, giveUp: AbortSignal): Promise<Recorded> {
  const { job, controller } = run;
  const type = context.registry.find(job.job_type);
  const startedMs = monotonicMs();
  const result = await performRun(context, run);
  const durationMs = Math.round(monotonicMs() - startedMs);

  run.phase = "ending";
  const record = {
    retryCount: job.retry_count,
    maxRetries: job.max_retries ?? type?.maxRetries ?? DEFAULT_MAX_RETRIES,
    retry: type?.retry ?? DEFAULT_RETRY_POLICY,
    random: context.random,
  };
  const ending = endingOf(result, controller.signal.aborted ? controller.signal.reason : undefined, record);
  const end = { jobId: job.job_id, leaseToken: job.lease_token, durationMs, ending, record, giveUp };
  const recorded = await recordEnding(context, end);
  report(context, { run, recorded, durationMs });
  return recorded;
}

interface Report {
  readonly run: ActiveRun;
  readonly recorded: Recorded;
  readonly durationMs: number;
}

function report(context: SchedulerContext, { run, recorded, durationMs }: Report): void {
  const { job_id: jobId, job_type: jobType, run: number } = run.job;
  const facts = { jobId, jobType, run: number };
  switch (recorded.type) {
    case "recorded": {
      const { ending, jobStatus } = recorded;
      const superseded = ending.leadsTo === "pending" && jobStatus === "cancelled";
      const status = superseded ? "superseded" : ending.runStatus;
      log(context, { ...facts, status, jobStatus, durationMs, error: ending.errorMessage }, ending);
      context.events.emit("job:run-ended", { ...facts, status, jobStatus, durationMs, error: ending.error });
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

function log({ logger }: SchedulerContext, fields: Readonly<Record<string, unknown>>, ending: RunEnding): void {
  if (ending.leadsTo === "failed") {
    logger.error(fields, "a job failed for good");
  } else if (ending.error !== null && ending.runStatus !== "interrupted") {
    logger.warn(fields, "a run of a job failed");
  } else {
    logger.debug(fields, "a run of a job ended");
  }
}
