import type { Queryable } from "../database/index.ts";
import { leaseName } from "./active-runs.ts";
import type { EndedRun, RecordedState } from "./ended-run.ts";
import { type FinishedRuns, finishRuns, type RunEnd } from "./sql/finish-runs.ts";
import { type ReturnedRun, returnRuns } from "./sql/return-runs.ts";

/**
 * Writes how runs ended, under their leases: a statement for those that finish their job, as a rule in the same way, and one for
 * those that do not.
 *
 * @returns in the order of the runs; `null` where the lease was not the run's any more, so that nothing was written.
 */
export async function writeEndings(
  queryable: Queryable,
  runs: readonly EndedRun[],
  now: Date | null,
): Promise<readonly (RecordedState | null)[]> {
  const states: (RecordedState | null)[] = runs.map(() => null);
  const groups = new Map<string, Group>();
  const returned: Returned = { runs: [], places: [] };
  runs.forEach((run, place) => {
    const { ending } = run;
    if (ending.leadsTo === "pending") {
      const { runStatus, moment, blame } = ending;
      returned.runs.push({ ...endOf(run), runStatus, moment, blame });
      returned.places.push(place);
    } else {
      const group = groupFor(groups, ending);
      group.runs.push(endOf(run));
      group.places.push(place);
    }
  });
  for (const { state, runs: finished, places } of groups.values()) {
    const refused = new Set((await finishRuns(queryable, { ...state, runs: finished }, now)).map((row) => row.place));
    places.forEach((place, index) => {
      states[place] = refused.has(index) ? null : state;
    });
  }
  if (returned.runs.length > 0) {
    const rows = new Map((await returnRuns(queryable, returned.runs, now)).map((row) => [leaseName(row), row]));
    returned.runs.forEach(({ jobId, leaseToken }, index) => {
      const row = rows.get(leaseName({ job_id: jobId, lease_token: leaseToken }));
      states[returned.places[index] ?? -1] =
        row === undefined ? null : { jobStatus: row.status, runStatus: row.run_status };
    });
  }
  return states;
}

interface Group {
  readonly state: Pick<FinishedRuns, "jobStatus" | "runStatus">;
  readonly runs: RunEnd[];
  /** Where each stands among all. */
  readonly places: number[];
}

interface Returned {
  readonly runs: ReturnedRun[];
  readonly places: number[];
}

type Finish = Exclude<EndedRun["ending"], { readonly leadsTo: "pending" }>;

function groupFor(groups: Map<string, Group>, { leadsTo, runStatus }: Finish): Group {
  const name = `${leadsTo} ${runStatus}`;
  const known = groups.get(name);
  if (known !== undefined) {
    return known;
  }
  const group: Group = { state: { jobStatus: leadsTo, runStatus }, runs: [], places: [] };
  groups.set(name, group);
  return group;
}

function endOf({ jobId, leaseToken, durationMs, ending: { errorMessage } }: EndedRun): RunEnd {
  return { jobId, leaseToken, durationMs, errorMessage };
}
