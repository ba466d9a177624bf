import { monotonicMs, toError } from "../kernel/index.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { ScheduledJob } from "./job-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { claimNamedJob } from "./sql/claim-named-job.ts";

/** Runs jobs that somebody names, ahead of their moment. */
export interface NamedJobs {
  /** Waits for a free place, then claims the job. Says whether it did. */
  run(jobType: string, job: ScheduledJob): Promise<boolean>;
  /** Claims nothing any more; resolves when no claim is under way. */
  end(): Promise<void>;
}

interface NamedJobsParts {
  readonly context: SchedulerContext;
  readonly workerName: string;
  readonly dispatcher: Dispatcher;
  readonly stopping: AbortSignal;
}

/** What a worker has for jobs that are named to it. */
export function createNamedJobs({ context, workerName, dispatcher, stopping }: NamedJobsParts): NamedJobs {
  const underWay = new Set<Promise<boolean>>();

  async function claim(jobType: string, { jobId, scheduledTime }: ScheduledJob): Promise<boolean> {
    const { database, options, logger } = context;
    try {
      const now = await database.timeSource.now(database);
      const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
      const { leaseMs } = options;
      const job = await claimNamedJob(database, { jobType, jobId, scheduledTime, worker: workerName, leaseMs, now });
      dispatcher.accept(job === null ? [] : [job], askedMs + leaseMs);
      return job !== null;
    } catch (thrown) {
      // It is due at its own moment all the same.
      logger.debug({ jobId, error: toError(thrown).message }, "a job could not be run ahead of its moment");
      return false;
    }
  }

  return {
    run: async (jobType, job) => {
      if (!(await dispatcher.placeFor(jobType, stopping))) {
        return false;
      }
      const claiming = claim(jobType, job);
      underWay.add(claiming);
      return claiming.finally(() => underWay.delete(claiming));
    },
    end: async () => {
      await Promise.all(underWay);
    },
  };
}
