import { ActiveRun, createActiveRuns } from "./active-runs.ts";
import { carryOutRun } from "./carry-out-run.ts";
import { EndingRecorder } from "./ending-recorder.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { claimDueJobs } from "./sql/claim-due-jobs.ts";

/** Runs the one job of a known type that is due for longest, as a worker would. Says which; `null`: none is due. */
export async function workOne(context: SchedulerContext): Promise<string | null> {
  const { database, ids, options, registry } = context;
  const types = registry.names().map((jobType) => ({ jobType, limit: 1 }));
  const now = await database.timeSource.now(database);
  const [job] = await claimDueJobs(database, { types, limit: 1, worker: ids.next(), leaseMs: options.leaseMs, now });
  if (job === undefined) {
    return null;
  }
  const runs = createActiveRuns();
  const run = new ActiveRun(job, Infinity);
  runs.add(run);
  const heartbeat = startHeartbeat(context, runs);
  const recorder = new EndingRecorder(context, new AbortController().signal);
  carryOutRun(context, run, { recorder, handled: () => undefined, ended: () => runs.remove(run) });
  await runs.ended();
  await heartbeat.stop();
  return job.job_id;
}
