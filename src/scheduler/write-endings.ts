import type { Queryable } from "../database/index.ts";
import { leaseName } from "./active-runs.ts";
import type { EndedRun, RecordedState } from "./ended-run.ts";
import { type FinishedRun, finishRuns, type RunEnd } from "./sql/finish-runs.ts";
import { type ReturnedRun, returnRuns } from "./sql/return-runs.ts";

/** Writes how runs ended, under their leases: one statement for those that finish their job, one for those that do not. */
export async function writeEndings(
  queryable: Queryable,
  runs: readonly EndedRun[],
  now: Date | null,
): Promise<ReadonlyMap<string, RecordedState>> {
  const finished: FinishedRun[] = [];
  const returned: ReturnedRun[] = [];
  for (const run of runs) {
    const { ending } = run;
    if (ending.leadsTo === "pending") {
      returned.push({ ...endOf(run), moment: ending.moment, blame: ending.blame });
    } else {
      finished.push({ ...endOf(run), jobStatus: ending.leadsTo });
    }
  }
  const states = new Map<string, RecordedState>();
  if (finished.length > 0) {
    const ended = new Map((await finishRuns(queryable, finished, now)).map((row) => [leaseName(row), row.status]));
    for (const run of finished) {
      const name = leaseNameOf(run);
      const jobStatus = ended.get(name);
      if (jobStatus !== undefined) {
        states.set(name, { jobStatus, runStatus: run.runStatus });
      }
    }
  }
  if (returned.length > 0) {
    for (const row of await returnRuns(queryable, returned, now)) {
      states.set(leaseName(row), { jobStatus: row.status, runStatus: row.run_status });
    }
  }
  return states;
}

/** As {@link leaseName}, of a run that ended. */
export function leaseNameOf({ jobId, leaseToken }: Pick<RunEnd, "jobId" | "leaseToken">): string {
  return leaseName({ job_id: jobId, lease_token: leaseToken });
}

function endOf({ jobId, leaseToken, durationMs, ending }: EndedRun): RunEnd {
  return { jobId, leaseToken, durationMs, runStatus: ending.runStatus, errorMessage: ending.errorMessage };
}
