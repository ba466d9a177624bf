import type { Database } from "../database/index.ts";
import type { Outlet } from "../delivery/index.ts";
import type { FollowUpParts } from "../follow-ups/index.ts";
import { toError } from "../kernel/index.ts";
import { activitySweepJob, dataCleanupJob, deliverMessageJob, followUpMessageJob } from "../vocabulary/index.ts";
import { activitySweep } from "./activity-sweep.ts";
import { DAILY_KEY } from "./daily.ts";
import { dataCleanup } from "./data-cleanup.ts";
import { deliverMessage, endAbandonedDelivery } from "./deliver-message.ts";
import { followUpMessage } from "./follow-up-message.ts";

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
  scheduler.register(activitySweepJob, (run) => activitySweep(database, followUps, run));
  scheduler.register(dataCleanupJob, (run) => dataCleanup(database, followUps, run));
  scheduler.on("job:run-ended", ({ jobId, jobType, jobStatus }) => {
    if (jobStatus === "failed" && jobType === deliverMessageJob.name) {
      endAbandonedDelivery({ database, followUps }, jobId).catch((thrown: unknown) => {
        followUps.logger.error(
          { jobId, error: toError(thrown).message },
          "a failed delivery could not be ended; the daily sweep tries again",
        );
      });
    }
  });
}

/** Makes sure that the daily jobs wait; to be called once at start. */
export async function scheduleDailyJobs({ scheduler }: FollowUpParts): Promise<void> {
  for (const job of [activitySweepJob, dataCleanupJob]) {
    await scheduler.schedule(job, {}, { key: DAILY_KEY, mode: "keep" });
  }
}
