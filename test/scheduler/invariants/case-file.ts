import type {
  Breach,
  Change,
  Evidence,
  FinalJob,
  FinalRun,
  HandlerReport,
  OperationRecord,
  RequestRecord,
} from "./evidence.ts";

/** Evidence, sorted by what it is about. */
export interface CaseFile {
  readonly evidence: Evidence;
  readonly jobs: ReadonlyMap<string, FinalJob>;
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** By {@link keyName}. */
  readonly changesOfKey: ReadonlyMap<string, readonly Change[]>;
  readonly requestsOfKey: ReadonlyMap<string, readonly RequestRecord[]>;
  /** By {@link runName}. */
  readonly claims: ReadonlyMap<string, readonly Change[]>;
  readonly runEnds: ReadonlyMap<string, readonly Change[]>;
  readonly history: ReadonlyMap<string, readonly FinalRun[]>;
  readonly operations: ReadonlyMap<string, readonly OperationRecord[]>;
  readonly starts: ReadonlyMap<string, readonly HandlerReport[]>;
  readonly ends: ReadonlyMap<string, readonly HandlerReport[]>;
}

/** One promise: what breaks it in these papers. */
export type Rule = (file: CaseFile) => readonly Breach[];

export function keyName({ jobType, key }: { readonly jobType: string; readonly key: string | null }): string {
  return `${jobType}/${key ?? ""}`;
}

export function runName({ jobId, run }: { readonly jobId: string; readonly run: number }): string {
  return `${jobId}#${run}`;
}

export function openCaseFile(evidence: Evidence): CaseFile {
  const { changes, history, handlers, requests } = evidence;
  const keyed = changes.filter(({ key }) => key !== null);
  const ofRun = ({ jobId, before, after }: Change): string => runName({ jobId, run: (after ?? before)?.run ?? 0 });
  return {
    evidence,
    jobs: new Map(evidence.jobs.map((job) => [job.jobId, job])),
    changes: Map.groupBy(changes, ({ jobId }) => jobId),
    changesOfKey: Map.groupBy(keyed, keyName),
    requestsOfKey: Map.groupBy(
      requests.filter(({ key }) => key !== null),
      keyName,
    ),
    claims: Map.groupBy(changes.filter(isClaim), ofRun),
    runEnds: Map.groupBy(changes.filter(isRunEnd), ofRun),
    history: Map.groupBy(history, runName),
    operations: Map.groupBy(evidence.operations, ({ subject }) => subject),
    starts: Map.groupBy(
      handlers.filter(({ what }) => what === "start"),
      runName,
    ),
    ends: Map.groupBy(
      handlers.filter(({ what }) => what === "end"),
      runName,
    ),
  };
}

export function isClaim({ before, after }: Change): boolean {
  return before?.status !== "running" && after?.status === "running";
}

/** It was cancelled while it waited. */
export function isWithdrawal({ before, after }: Change): boolean {
  return before?.status === "pending" && after?.status === "cancelled";
}

/** It had come to its end, and waits again. */
export function isRevival({ before, after }: Change): boolean {
  return (before?.status === "failed" || before?.status === "cancelled") && after?.status === "pending";
}

export function isRunEnd({ before, after }: Change): boolean {
  return before?.status === "running" && after?.status !== "running";
}

/** A request became a row, or took the place of one that waited. */
export function isStoring({ before, after }: Change): boolean {
  return after !== null && before?.number !== after.number;
}

/** The process of the run vanished, as the scheduler sees it. */
export function isRescue({ before, after }: Change): boolean {
  return before?.status === "running" && after !== null && after.crashes > before.crashes;
}
