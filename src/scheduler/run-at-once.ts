import { invariant, monotonicMs } from "../kernel/index.ts";
import type { ClaimStep } from "./claim-step.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { ScheduledJob } from "./job-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { insertRunningJob, type JobToStart } from "./sql/insert-running-job.ts";

/** A job without key that is due now. */
export type JobDueNow = Pick<JobToStart, "jobId" | "jobType" | "payloadText" | "maxRetries">;

/** Stores a job that is due now and begins its run. `null`: not to be had at this moment, and nothing was stored. */
export type RunAtOnce = (job: JobDueNow) => Promise<ScheduledJob> | null;

/** What a job is run at once with. */
export interface RunAtOnceParts {
  readonly context: SchedulerContext;
  readonly workerName: string;
  readonly step: ClaimStep;
  readonly dispatcher: Dispatcher;
}

/** The short way of a worker's own jobs. */
export interface ShortWay {
  readonly take: RunAtOnce;
  /** Resolves when what was under way is stored, and handed over. */
  idle(): Promise<void>;
}

/**
 * A job that this process schedules, can run, and has a place for need not wait in the table until it is claimed: it is stored
 * as claimed, in one commit instead of two. Only where nobody is overtaken: nothing else may be due that this process knows of,
 * and the statement asks for what others have stored.
 *
 * Where the process dies before the hand-over, the lease ends and the job is rescued as after any crash: nobody can tell that its
 * handler was never called. That counts as one crash of three, and can happen to a job once only, since it is stored once.
 */
export function createShortWay({ context, workerName, step, dispatcher }: RunAtOnceParts): ShortWay {
  const { announcer, database, options } = context;
  const underWay = new Set<Promise<unknown>>();

  async function store(job: JobDueNow): Promise<ScheduledJob> {
    const { jobType } = job;
    const now = await database.timeSource.now(database);
    const notification = announcer.ticket(jobType);
    const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
    const parameters = { ...job, worker: workerName, leaseMs: options.leaseMs, now, notification };
    const row = await insertRunningJob(database, parameters);
    invariant(row !== undefined, "a stored job comes back");
    const { lease_token: leaseToken, scheduled_time: scheduledTime } = row;
    if (leaseToken !== null) {
      if (notification !== null) {
        announcer.giveBack();
      }
      dispatcher.accept([{ ...row, lease_token: leaseToken }], askedMs + options.leaseMs);
    } else {
      step.scheduled(scheduledTime);
      if (notification === null) {
        announcer.announce({ type: "due", jobType });
      }
    }
    return { jobId: job.jobId, scheduledTime };
  }

  return {
    take: (job) => {
      if (!step.atRest || !dispatcher.keep(job.jobType)) {
        return null;
      }
      const stored = store(job).finally(() => {
        underWay.delete(stored);
        dispatcher.letGo(job.jobType);
      });
      underWay.add(stored);
      return stored;
    },
    idle: async () => {
      await Promise.allSettled(underWay);
    },
  };
}
