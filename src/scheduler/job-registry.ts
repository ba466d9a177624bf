import type { ActiveRun } from "./active-runs.ts";
import { checkJobType } from "./check-request.ts";
import type { JobHandler, JobRun, JobType, RetryPolicy } from "./job-types.ts";
import { parsePayload } from "./payload-schema.ts";
import { DEFAULT_RETRY_POLICY } from "./retry-delay.ts";
import { JobTypeRegisteredError, PayloadMismatchError } from "./scheduler-errors.ts";
import { MINUTE_MS } from "../kernel/index.ts";

/** How many failures of a job are followed by another try, where neither its row nor its type says it. */
export const DEFAULT_MAX_RETRIES = 3;

const DEFAULT_TIMEOUT_MS = MINUTE_MS;

/** A job type with everything filled in, and its handler behind a door that takes the payload as it is stored. */
export interface RegisteredType {
  readonly retry: RetryPolicy;
  readonly maxRetries: number;
  readonly timeoutMs: number;
  /** How many at the same time in this process; `null`: as many as there is room for. */
  readonly concurrency: number | null;
  /**
   * Parses the payload and calls the handler. What comes back claims to be an outcome.
   *
   * @throws PayloadMismatchError when the payload does not fit; whatever the handler throws.
   */
  perform(run: ActiveRun): Promise<unknown>;
}

/** Who does the jobs of which type. */
export interface JobRegistry {
  register<Payload>(type: JobType<Payload>, handler: JobHandler<Payload>): void;
  find(jobType: string): RegisteredType | undefined;
  /** In the order of registration. */
  names(): readonly string[];
}

/** An empty registry. */
export function createJobRegistry(): JobRegistry {
  const types = new Map<string, RegisteredType>();

  return {
    register: (type, handler) => {
      checkJobType(type);
      if (types.has(type.name)) {
        throw new JobTypeRegisteredError(type.name);
      }
      types.set(type.name, {
        retry: type.retry ?? DEFAULT_RETRY_POLICY,
        maxRetries: type.maxRetries ?? DEFAULT_MAX_RETRIES,
        timeoutMs: type.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        concurrency: type.concurrency ?? null,
        perform: async (run) => {
          const outcome = parsePayload(type.payload, run.job.payload);
          const parsed = outcome instanceof Promise ? await outcome : outcome;
          if (!parsed.fits) {
            throw new PayloadMismatchError(parsed.issues);
          }
          return handler(viewOf(run, parsed.payload));
        },
      });
    },
    find: (jobType) => types.get(jobType),
    names: () => [...types.keys()],
  };
}

/** The signal is made when it is asked for; still it is a field like the others, for whoever copies the run. */
function viewOf<Payload>(run: ActiveRun, payload: Payload): JobRun<Payload> {
  const { job } = run;
  return {
    jobId: job.job_id,
    run: job.run,
    key: job.job_key,
    payload,
    scheduledTime: job.scheduled_time,
    retryCount: job.retry_count,
    get signal() {
      return run.signal;
    },
  };
}
