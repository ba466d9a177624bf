import { toError } from "../kernel/index.ts";
import type { ActiveRun } from "./active-runs.ts";
import type { RegisteredType } from "./job-registry.ts";
import type { RunResult } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { JobTimedOutError } from "./scheduler-errors.ts";

/** What a run is performed with. */
export interface Performance {
  readonly run: ActiveRun;
  readonly type: RegisteredType;
  /** Called once. */
  readonly done: (result: RunResult) => void;
}

/**
 * Calls the handler and waits for it, or, once the run was aborted, not longer than it may take to return. Callbacks
 * instead of promises that race: thousands of short runs a second pass through here.
 */
export function performRun(context: SchedulerContext, { run, type, done }: Performance): void {
  let isDone = false;
  let abandoning: NodeJS.Timeout | undefined;
  const timeout = setTimeout(() => run.abort(new JobTimedOutError(type.timeoutMs)), type.timeoutMs);

  function finish(result: RunResult): void {
    if (!isDone) {
      isDone = true;
      clearTimeout(timeout);
      clearTimeout(abandoning);
      run.onAbort = null;
      done(result);
    }
  }

  run.onAbort = () => {
    abandoning = setTimeout(() => {
      const { job_id: jobId, job_type: jobType, run: number } = run.job;
      context.logger.error(
        { jobId, jobType, run: number },
        "an aborted handler did not return: its run ends without it",
      );
      finish({ type: "abandoned" });
    }, context.options.abortGraceMs);
  };
  type.perform(run).then(
    (value) => finish({ type: "returned", value }),
    (thrown: unknown) => finish({ type: "threw", error: toError(thrown) }),
  );
}
