import { invariant, sleep, toError } from "../kernel/index.ts";
import type { ActiveRun } from "./active-runs.ts";
import type { RegisteredType } from "./job-registry.ts";
import type { RunResult } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { JobTimedOutError } from "./scheduler-errors.ts";

/**
 * Calls the handler and waits for it, or, once its signal has fired, not longer than it may take to return. Never
 * rejects.
 */
export async function performRun(context: SchedulerContext, run: ActiveRun): Promise<RunResult> {
  const type = context.registry.find(run.job.job_type);
  invariant(type !== undefined, `a job of type "${run.job.job_type}" was claimed without a handler`);

  const returned = new AbortController();
  const timer = setTimeout(() => run.controller.abort(new JobTimedOutError(type.timeoutMs)), type.timeoutMs);
  try {
    return await Promise.race([callHandler(type, run), abandonment(context, { run, returned: returned.signal })]);
  } finally {
    clearTimeout(timer);
    returned.abort();
  }
}

async function callHandler(type: RegisteredType, run: ActiveRun): Promise<RunResult> {
  const { job, controller } = run;
  const view = {
    jobId: job.job_id,
    run: job.run,
    key: job.job_key,
    scheduledTime: job.scheduled_time,
    retryCount: job.retry_count,
    signal: controller.signal,
  };
  try {
    return { type: "returned", value: await type.perform(view, job.payload) };
  } catch (thrown) {
    return { type: "threw", error: toError(thrown) };
  }
}

interface Abandonment {
  readonly run: ActiveRun;
  readonly returned: AbortSignal;
}

async function abandonment(context: SchedulerContext, { run, returned }: Abandonment): Promise<RunResult> {
  await fired(run.controller.signal, returned);
  if (!returned.aborted) {
    await sleep(context.options.abortGraceMs, returned);
  }
  if (!returned.aborted) {
    const { job_id: jobId, job_type: jobType, run: number } = run.job;
    context.logger.error({ jobId, jobType, run: number }, "an aborted handler did not return: its run ends without it");
  }
  return { type: "abandoned" };
}

/** Resolves when one of the signals has fired. */
async function fired(...signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) {
    return;
  }
  await new Promise<void>((resolve) => {
    for (const signal of signals) {
      signal.addEventListener("abort", () => resolve(), { once: true });
    }
  });
}
