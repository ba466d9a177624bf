import type { Database } from "../database/index.ts";
import type { Outlet } from "../delivery/index.ts";
import type { FollowUpParts } from "../follow-ups/index.ts";
import { addMs, DAY_MS, toError } from "../kernel/index.ts";
import {
  activitySweepJob,
  dataCleanupJob,
  deliverMessageJob,
  followUpMessageJob,
  forgetPlacesJob,
  recordOwnMessageJob,
} from "../vocabulary/index.ts";
import { activitySweep } from "./activity-sweep.ts";
import { ensureDaily } from "./daily.ts";
import { dataCleanup } from "./data-cleanup.ts";
import { deliverMessage, endAbandonedDelivery } from "./deliver-message.ts";
import { recordOwnMessage } from "./record-own-message.ts";
import { followUpMessage } from "./follow-up-message.ts";
import { forgetPlaces } from "./forget-places.ts";

/** What the jobs work with; put together in `main/`. */
export interface JobParts {
  readonly database: Database;
  readonly outlet: Outlet;
  readonly followUps: FollowUpParts;
}

/** Tells the scheduler who does which job. */
export function registerJobs({ database, outlet, followUps }: JobParts): void {
  const { scheduler } = followUps;
  scheduler.register(followUpMessageJob, (run) => followUpMessage(database, followUps, run));
  scheduler.register(deliverMessageJob, (run) => deliverMessage({ database, outlet, followUps }, run));
  scheduler.register(forgetPlacesJob, (run) => forgetPlaces(database, followUps, run));
  scheduler.register(recordOwnMessageJob, (run) => recordOwnMessage(database, followUps, run));
  scheduler.register(activitySweepJob, (run) => activitySweep(database, followUps, run));
  scheduler.register(dataCleanupJob, (run) => dataCleanup(database, followUps, run));
  scheduler.on("job:run-ended", ({ jobId, jobType, jobStatus }) => {
    if (jobStatus === "failed") {
      afterFailure({ database, followUps }, { jobId, jobType }).catch((thrown: unknown) => {
        followUps.logger.error(
          { jobId, error: toError(thrown).message },
          "what must follow a failed job could not be done; the next start or sweep tries again",
        );
      });
    }
  });
}

/** A job failed for good: a message must not stay open for it, and a daily job must come again tomorrow. */
async function afterFailure(
  { database, followUps }: Pick<JobParts, "database" | "followUps">,
  { jobId, jobType }: { readonly jobId: string; readonly jobType: string },
): Promise<void> {
  if (jobType === deliverMessageJob.name) {
    await endAbandonedDelivery({ database, followUps }, jobId);
  }
  for (const job of DAILY_JOBS) {
    if (jobType === job.name) {
      await ensureDaily(followUps.scheduler, job, addMs(await database.now(), DAY_MS));
    }
  }
}

const DAILY_JOBS = [activitySweepJob, dataCleanupJob] as const;

/** Makes sure that the daily jobs wait; to be called once at start. */
export async function scheduleDailyJobs({ scheduler }: FollowUpParts): Promise<void> {
  for (const job of DAILY_JOBS) {
    await ensureDaily(scheduler, job);
  }
}
