import { isClaim, isRescue, isStoring, openCaseFile } from "./case-file.ts";
import type { Breach, Evidence } from "./evidence.ts";
import { findOverlaps } from "./rules/handlers.ts";

/** A chaos in numbers. */
export type Figures = Readonly<Record<string, number>>;

interface Circumstances {
  readonly seed: number;
  readonly started: number;
  readonly killed: number;
  readonly terminated: number;
  readonly killedThemselves: number;
  readonly restarts: number;
  readonly silences: number;
  readonly connectionsSilenced: number;
  readonly blowsMs: number;
  readonly settledMs: number;
  readonly breaches: readonly Breach[];
}

export function countUp(evidence: Evidence, circumstances: Circumstances): Figures {
  const { requests, operations, changes, jobs, history, effects } = evidence;
  const { blowsMs, settledMs, breaches, ...counts } = circumstances;
  const runs = (...statuses: readonly string[]): number =>
    history.filter(({ status }) => statuses.includes(status)).length;
  const requested = (result: string): number => requests.filter((request) => request.result === result).length;
  const late = latenessMs(evidence).toSorted((one, other) => one - other);
  const quantile = (share: number): number => Math.round(late[Math.ceil(share * late.length) - 1] ?? 0);
  return {
    ...counts,
    seconds: Math.round(blowsMs / 1_000),
    settledSeconds: Math.round(settledMs / 1_000),
    requests: requests.length,
    unknown: requested("unknown"),
    rolledBack: requested("refused"),
    operations: operations.filter(({ result }) => result === "acknowledged").length,
    jobs: jobs.length,
    replaced: changes.filter((change) => change.before !== null && isStoring(change)).length,
    runs: changes.filter(isClaim).length,
    completed: runs("completed"),
    failedRuns: runs("retry", "failed", "timed_out"),
    snoozed: runs("snoozed"),
    interrupted: runs("interrupted"),
    rescued: changes.filter(isRescue).length,
    superseded: runs("superseded"),
    quarantined: jobs.filter(({ status, crashes }) => status === "failed" && crashes >= 3).length,
    effects: effects.length,
    overlapsAfterALease: findOverlaps(openCaseFile(evidence)).length,
    lateMedianMs: quantile(0.5),
    late99Ms: quantile(0.99),
    lateMostMs: quantile(1),
    broken: breaches.length,
  };
}

/** For each claim: since when it could have been made, by its moment and by the last change of its row. */
function latenessMs({ changes }: Evidence): readonly number[] {
  const readyUs = new Map<string, number>();
  return changes.flatMap((change) => {
    const { jobId, before, after, atUs } = change;
    const since = Math.max(before?.dueUs ?? 0, readyUs.get(jobId) ?? 0);
    readyUs.set(jobId, after?.status === "pending" ? atUs : 0);
    return isClaim(change) ? [(atUs - since) / 1_000] : [];
  });
}
