import type { Queryable } from "../database/index.ts";
import { JobNotFoundError, JobStateError } from "./job-operations-errors.ts";
import type { JobStatus } from "./job-types.ts";
import { type JobStateRow, readJobState } from "./sql/read-job-state.ts";

/** A change that an operator wants to make. */
export interface WantedChange<Result> {
  readonly jobId: string;
  /** The states from which the statement makes it. */
  readonly allowed: readonly JobStatus[];
  /** What would be done, in a participle. */
  readonly what: string;
  /** Runs the statement. `null`: it changed nothing. */
  attempt(): Promise<Result | null>;
  /** Where it changed nothing though the state allows it: the result all the same, an error, or `null`, to try again. */
  otherwise?(state: JobStateRow): Promise<Result | null>;
}

/** Against a job that others keep changing from one state to another. We guessed; one is rare. */
const MAX_ATTEMPTS = 20;

/**
 * Makes a change, or says why it cannot be made. What a job is found to be after the statement may not be what the statement
 * found: when it could be changed by now, it is tried again.
 *
 * @throws JobNotFoundError, JobStateError.
 */
export async function changeJob<Result>(queryable: Queryable, change: WantedChange<Result>): Promise<Result> {
  const { jobId, allowed, what, attempt, otherwise } = change;
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt();
    if (result !== null) {
      return result;
    }
    const state = await readJobState(queryable, jobId);
    if (state === null) {
      throw new JobNotFoundError(jobId);
    }
    if (!allowed.includes(state.status) || attempts === MAX_ATTEMPTS) {
      throw new JobStateError({ jobId, found: state.status, allowed, what });
    }
    const other = (await otherwise?.(state)) ?? null;
    if (other !== null) {
      return other;
    }
  }
}
