import type { Queryable } from "../database/index.ts";
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
    const runStatuses = new Map(finished.map((run) => [run.leaseToken, run.runStatus]));
    for (const { lease_token: token, status: jobStatus } of await finishRuns(queryable, finished, now)) {
      states.set(token, { jobStatus, runStatus: runStatuses.get(token) ?? "completed" });
    }
  }
  if (returned.length > 0) {
    for (const row of await returnRuns(queryable, returned, now)) {
      states.set(row.lease_token, { jobStatus: row.status, runStatus: row.run_status });
    }
  }
  return states;
}

function endOf({ jobId, leaseToken, durationMs, ending }: EndedRun): RunEnd {
  return { jobId, leaseToken, durationMs, runStatus: ending.runStatus, errorMessage: ending.errorMessage };
}
