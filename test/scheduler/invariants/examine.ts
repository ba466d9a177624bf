import { keyName, openCaseFile, type CaseFile, type Rule } from "./case-file.ts";
import type { Breach, Evidence } from "./evidence.ts";
import { aloneWhileTheLeaseHolds, calledOnce, effectsAreExact, endsAsTheHandlerSaid } from "./rules/handlers.ts";
import { completedOnce, eachRunOnce, historyIsTrue } from "./rules/history.ts";
import {
  cancelledForAReason,
  changesAreAChain,
  failedByRule,
  leasesAreKept,
  notBeforeItsTime,
  nothingIsLost,
  oneWaitsPerKey,
  stepsAreAllowed,
} from "./rules/lifecycle.ts";
import {
  cancelledWhenAsked,
  foundWhenAsked,
  movedOnlyByOperators,
  pausedIsNotClaimed,
  retriedWhenAsked,
} from "./rules/operations.ts";
import {
  acknowledgedIsStored,
  keyIsInOrder,
  newestHasRun,
  refusedIsNowhere,
  withdrawnByRequester,
} from "./rules/requests.ts";

const RULES: readonly Rule[] = [
  acknowledgedIsStored,
  refusedIsNowhere,
  keyIsInOrder,
  newestHasRun,
  withdrawnByRequester,
  changesAreAChain,
  stepsAreAllowed,
  notBeforeItsTime,
  leasesAreKept,
  oneWaitsPerKey,
  nothingIsLost,
  failedByRule,
  cancelledForAReason,
  eachRunOnce,
  historyIsTrue,
  completedOnce,
  calledOnce,
  endsAsTheHandlerSaid,
  aloneWhileTheLeaseHolds,
  effectsAreExact,
  cancelledWhenAsked,
  foundWhenAsked,
  retriedWhenAsked,
  movedOnlyByOperators,
  pausedIsNotClaimed,
];

/** What was promised and did not hold. */
export function examine(evidence: Evidence): readonly Breach[] {
  const file = openCaseFile(evidence);
  return RULES.flatMap((rule) => rule(file));
}

const MOST_LINES = 60;

/** A breach with everything that is known of its job or key. */
export function describeBreach({ rule, subject, words }: Breach, evidence: Evidence): string {
  return [`${rule}: ${subject}: ${words}`, ...linesAbout(subject, openCaseFile(evidence)).slice(0, MOST_LINES)].join(
    "\n    ",
  );
}

function linesAbout(subject: string, { evidence, changes, changesOfKey }: CaseFile): readonly string[] {
  const ofSubject = changesOfKey.get(subject) ?? changes.get(subject) ?? [];
  const jobIds = new Set([subject, ...ofSubject.map(({ jobId }) => jobId)]);
  const key = ofSubject.find((change) => change.key !== null);
  const isAbout = ({ jobId }: { readonly jobId: string | null }): boolean => jobId !== null && jobIds.has(jobId);
  const requests = evidence.requests.filter((request) =>
    key === undefined ? isAbout(request) : keyName(request) === keyName(key),
  );
  const lines = (name: string, rows: readonly object[]): readonly string[] =>
    rows.map((row) => `${name} ${JSON.stringify(row)}`);
  return [
    ...lines("request", requests),
    ...lines(
      "operation",
      evidence.operations.filter(({ subject: about }) => jobIds.has(about)),
    ),
    ...lines("change", ofSubject),
    ...lines("job", evidence.jobs.filter(isAbout)),
    ...lines("history", evidence.history.filter(isAbout)),
    ...lines("effect", evidence.effects.filter(isAbout)),
    ...lines("handler", evidence.handlers.filter(isAbout)),
  ];
}
