import { isStoring, isWithdrawal, keyName, type Rule } from "../case-file.ts";
import { type Change, REASON } from "../evidence.ts";

const RULE = {
  stored: "what was acknowledged is stored",
  refused: "what was rolled back never was",
  order: "requests of a key are stored in their order",
  newest: "the newest request of a key has run",
  withdrawn: "what waits is withdrawn by nobody but its requester",
} as const;

/** An acknowledged request is there; `keep` may have found another of its key. */
export const acknowledgedIsStored: Rule = ({ evidence, changes }) => {
  const stored = new Map(evidence.changes.filter(isStoring).map((change) => [change.after?.number, change]));
  return evidence.requests
    .filter(({ kind, result }) => kind !== "cancel" && result === "acknowledged")
    .filter(({ kind, number, jobId, ...request }) => {
      const own = stored.get(number);
      if (own !== undefined) {
        return own.jobId !== jobId || keyName(own) !== keyName(request);
      }
      const kept = kind === "keep" ? changes.get(jobId ?? "")?.[0] : undefined;
      return kept === undefined || keyName(kept) !== keyName(request);
    })
    .map(({ kind, number, jobId, ...request }) => ({
      rule: RULE.stored,
      subject: jobId ?? keyName(request),
      words: `${kind} ${number} for ${keyName(request)} was acknowledged as job ${String(jobId)}, and no row ever had it`,
    }));
};

/** What its requester rolled back has left no trace: neither a row nor a run. */
export const refusedIsNowhere: Rule = ({ evidence }) => {
  const refused = new Set(evidence.requests.filter(({ result }) => result === "refused").map(({ number }) => number));
  const stored = evidence.changes.filter(({ after }) => after !== null && refused.has(after.number));
  const run = evidence.handlers.filter(({ number }) => refused.has(number));
  return [...stored, ...run].map(({ jobId }) => ({
    rule: RULE.refused,
    subject: jobId,
    words: "it was rolled back by its requester",
  }));
};

/** Each key has one requester, who waits for each answer. */
export const keyIsInOrder: Rule = ({ changesOfKey }) =>
  [...changesOfKey].flatMap(([subject, changes]) => {
    const numbers = changes.filter(isStoring).map(({ after }) => after?.number ?? 0);
    const late = numbers.filter((number, index) => number < (numbers[index - 1] ?? 0));
    return late.map((number) => ({ rule: RULE.order, subject, words: `${number} was stored after a later one` }));
  });

/**
 * Whatever crashed: the last request that was stored under a key is not waiting, not passed over, and a handler was called with
 * it, unless it was withdrawn before, or three processes vanished before they came to call it.
 */
export const newestHasRun: Rule = ({ changesOfKey, jobs, evidence }) => {
  const begun = new Set(evidence.handlers.map(({ number }) => number));
  return [...changesOfKey].flatMap(([subject, changes]) => {
    const last = changes.findLast(isStoring);
    const job = jobs.get(last?.jobId ?? "");
    const number = last?.after?.number ?? 0;
    const breach = (words: string) => [{ rule: RULE.newest, subject, words: `${number}: ${words}` }];
    if (job === undefined) {
      return breach("its job is not there");
    }
    if (job.number !== number) {
      return breach(`its job has the request ${job.number}`);
    }
    if (job.status === "pending" || job.status === "running") {
      return breach(`its job is still ${job.status}`);
    }
    const own = changes.filter(({ jobId, after }) => jobId === job.jobId && after?.number === number);
    const withdrawn = own.some((change) => isWithdrawal(change) || change.after?.reason === REASON.operator);
    const quarantined = job.status === "failed" && job.crashes >= 3;
    if (!begun.has(number) && !withdrawn && !quarantined) {
      return breach(`its job is ${job.status}, and no handler was called with it`);
    }
    return [];
  });
};

function isOwnWithdrawal(change: Change): boolean {
  return isWithdrawal(change) && change.after?.reason !== REASON.operator;
}

/** As often as its requester said so and was told that one waited; where the answer was lost, perhaps. */
export const withdrawnByRequester: Rule = ({ changesOfKey, requestsOfKey, evidence }) => {
  const loose = evidence.changes
    .filter((change) => change.key === null && isOwnWithdrawal(change))
    .map(({ jobId: subject }) => ({ rule: RULE.withdrawn, subject, words: "it has no key, and was cancelled" }));
  const keys = [...new Set([...changesOfKey.keys(), ...requestsOfKey.keys()])];
  const keyed = keys.flatMap((subject) => {
    const seen = (changesOfKey.get(subject) ?? []).filter(isOwnWithdrawal).length;
    const asked = (requestsOfKey.get(subject) ?? []).filter(({ kind }) => kind === "cancel");
    const sure = asked.filter(({ cancelled }) => cancelled === true).length;
    const perhaps = asked.filter(({ result }) => result === "unknown").length;
    const words = `${seen} were withdrawn; ${sure} were acknowledged and ${perhaps} are unknown`;
    return seen < sure || seen > sure + perhaps ? [{ rule: RULE.withdrawn, subject, words }] : [];
  });
  return [...loose, ...keyed];
};
