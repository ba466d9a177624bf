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
          return handler(new RunView(run, parsed.payload));
        },
      });
    },
    find: (jobType) => types.get(jobType),
    names: () => [...types.keys()],
  };
}

/** A class, because thousands of them a second are made, and a getter on a prototype costs nothing. */
class RunView<Payload> implements JobRun<Payload> {
  readonly jobId: string;
  readonly run: number;
  readonly key: string | null;
  readonly payload: Payload;
  readonly scheduledTime: Date;
  readonly retryCount: number;
  readonly #run: ActiveRun;

  constructor(run: ActiveRun, payload: Payload) {
    const { job } = run;
    this.jobId = job.job_id;
    this.run = job.run;
    this.key = job.job_key;
    this.payload = payload;
    this.scheduledTime = job.scheduled_time;
    this.retryCount = job.retry_count;
    this.#run = run;
  }

  get signal(): AbortSignal {
    return this.#run.signal;
  }
}
