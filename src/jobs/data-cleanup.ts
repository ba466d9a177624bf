import { forgetExpired } from "../conversation/index.ts";
import type { Database } from "../database/index.ts";
import { type FollowUpParts, forgetOldFollowUps } from "../follow-ups/index.ts";
import { addMs, DAY_MS } from "../kernel/index.ts";
import { blankTextsBefore } from "../outbound/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import { dataCleanupJob } from "../vocabulary/index.ts";
import { endDaily } from "./daily.ts";

/** Finished jobs and their history are kept so long, so that `!job_status <id>` finds them. */
const JOB_RETENTION_MS = 30 * DAY_MS;

/** Once a day: everything whose time is over goes. */
export async function dataCleanup(
  database: Database,
  parts: FollowUpParts,
  { scheduledTime, signal }: JobRun<Record<string, never>>,
): Promise<JobOutcome> {
  const now = await database.now();
  const textsBefore = addMs(now, -parts.settings.retentionDays * DAY_MS);
  const rows =
    (await forgetExpired(database, now, signal)) +
    (await blankTextsBefore(database, textsBefore, signal)) +
    (await forgetOldFollowUps(database, textsBefore, signal)) +
    (await parts.scheduler.prune(addMs(now, -JOB_RETENTION_MS), { signal }));
  parts.logger.debug({ rows }, "data clean-up done");
  return endDaily(parts.scheduler, dataCleanupJob, { scheduledTime, signal, now });
}
