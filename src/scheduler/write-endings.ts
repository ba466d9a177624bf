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
  const { finished, returned } = group(runs);
  for (const { state, runs: alike, places } of finished) {
    const refused = new Set((await finishRuns(queryable, { ...state, runs: alike }, now)).map((row) => row.place));
    places.forEach((place, index) => {
      states[place] = refused.has(index) ? null : state;
    });
  }
  if (returned.runs.length > 0) {
    const rows = new Map((await returnRuns(queryable, returned.runs, now)).map((row) => [leaseName(row), row]));
    returned.places.forEach((place, index) => {
      const row = rows.get(nameOf(returned.runs[index]));
      states[place] = row === undefined ? null : { jobStatus: row.status, runStatus: row.run_status };
    });
  }
  return states;
}

interface Group<Run> {
  readonly runs: Run[];
  /** Where each stands among all. */
  readonly places: number[];
}

/** Runs that finish their job in the same way. */
interface FinishedGroup extends Group<RunEnd> {
  readonly state: Pick<FinishedRuns, "jobStatus" | "runStatus">;
}

function group(runs: readonly EndedRun[]): {
  readonly finished: readonly FinishedGroup[];
  readonly returned: Group<ReturnedRun>;
} {
  const finished: FinishedGroup[] = [];
  const returned: Group<ReturnedRun> = { runs: [], places: [] };
  runs.forEach((run, place) => {
    const { ending } = run;
    if (ending.leadsTo === "pending") {
      returned.runs.push({ ...run, ending });
      returned.places.push(place);
      return;
    }
    const { leadsTo: jobStatus, runStatus } = ending;
    let alike = finished.find(({ state }) => state.jobStatus === jobStatus && state.runStatus === runStatus);
    if (alike === undefined) {
      alike = { state: { jobStatus, runStatus }, runs: [], places: [] };
      finished.push(alike);
    }
    alike.runs.push(run);
    alike.places.push(place);
  });
  return { finished, returned };
}

function nameOf(run: RunEnd | undefined): string {
  return run === undefined ? "" : leaseName({ job_id: run.jobId, lease_token: run.leaseToken });
}
