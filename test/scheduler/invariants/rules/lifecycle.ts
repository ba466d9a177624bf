import { isClaim, isRescue, isStoring, keyName, type Rule } from "../case-file.ts";
import { type Breach, type Change, REASON, type RowState } from "../evidence.ts";
import { HANDLERS_REASON } from "../jobs.ts";

const RULE = {
  chain: "nothing happens to a job that the trigger did not see",
  step: "a job changes only as its life allows",
  time: "nothing runs before its time",
  lease: "a run is taken from nobody whose lease holds",
  waiting: "at most one job of a key waits",
  kept: "no job is lost, and at the end none is open",
  failed: "a job fails for good only by rule",
  cancelled: "a job is cancelled only for a reason",
} as const;

const QUARANTINE_AFTER_CRASHES = 3;

/** Each change begins where the one before it ended. */
export const changesAreAChain: Rule = ({ changes }) =>
  [...changes].flatMap(([subject, steps]) =>
    steps
      .filter(({ before }, index) => signature(before) !== signature(steps[index - 1]?.after ?? null))
      .map(({ id }) => ({
        rule: RULE.chain,
        subject,
        words: `change ${id} does not begin where the one before ended`,
      })),
  );

// Renewals of the lease are not written down.
function signature(row: RowState | null): string {
  return JSON.stringify(row === null ? null : { ...row, leaseUntilUs: null });
}

/** `from → to`; `-` is a row that is not there. Whatever stands here is a step of the scheduler's README. */
const STEPS = new Set([
  "- → pending",
  "- → running",
  "pending → pending",
  "pending → running",
  "pending → cancelled",
  "running → pending",
  "running → completed",
  "running → failed",
  "running → cancelled",
  "failed → pending",
  "cancelled → pending",
]);

/** Only a claim raises the run, by one, and gives a lease; whatever ends the run takes the lease away. */
export const stepsAreAllowed: Rule = ({ evidence }) =>
  evidence.changes.flatMap((change) => {
    const { jobId: subject, id, before, after } = change;
    const step = `${before?.status ?? "-"} → ${after?.status ?? "-"}`;
    const breach = (words: string): Breach[] => [
      { rule: RULE.step, subject, words: `change ${id}, ${step}: ${words}` },
    ];
    if (!STEPS.has(step)) {
      return breach("there is no such step");
    }
    const run = (before?.run ?? 0) + (isClaim(change) ? 1 : 0);
    if (after?.run !== run) {
      return breach(`its run is ${String(after?.run)}, not ${run}`);
    }
    return (after.status === "running") === (after.leaseToken !== null) ? [] : breach("its lease does not fit");
  });

/** By the database's clock. */
export const notBeforeItsTime: Rule = ({ evidence }) =>
  evidence.changes
    .filter((change) => isClaim(change) && dueOf(change) > change.atUs)
    .map((change) => ({
      rule: RULE.time,
      subject: change.jobId,
      words: `change ${change.id}: claimed ${(dueOf(change) - change.atUs) / 1000} ms too early`,
    }));

/** What is stored as running was due then. */
function dueOf({ before, after }: Change): number {
  return (before ?? after)?.dueUs ?? Infinity;
}

/** A rescue only after the lease has ended, and never from one lease to another. */
export const leasesAreKept: Rule = ({ evidence }) =>
  evidence.changes
    .filter((change) => {
      const { before, after, atUs } = change;
      const stolen =
        before?.status === "running" && after?.status === "running" && before.leaseToken !== after.leaseToken;
      return stolen || (isRescue(change) && (before?.leaseUntilUs ?? Infinity) > atUs);
    })
    .map(({ jobId: subject, before, atUs, id }) => ({
      rule: RULE.lease,
      subject,
      words: `change ${id}: its lease held for another ${((before?.leaseUntilUs ?? 0) - atUs) / 1000} ms`,
    }));

/** Seen change by change. Whoever watches meanwhile asks the table itself. */
export const oneWaitsPerKey: Rule = ({ changesOfKey }) =>
  [...changesOfKey].flatMap(([subject, changes]) => {
    const waiting = new Set<string>();
    return changes.flatMap(({ jobId, id, after }) => {
      if (after?.status !== "pending") {
        waiting.delete(jobId);
        return [];
      }
      waiting.add(jobId);
      const words = `after change ${id} these wait: ${[...waiting].join(", ")}`;
      return waiting.size > 1 ? [{ rule: RULE.waiting, subject, words }] : [];
    });
  });

/** Whatever was stored is there, as its last change left it, and has come to its end. */
export const nothingIsLost: Rule = ({ changes, jobs }) => {
  const breach = (subject: string, words: string): Breach => ({ rule: RULE.kept, subject, words });
  const known = [...changes].flatMap(([jobId, steps]) => {
    const job = jobs.get(jobId);
    const last = steps.at(-1)?.after;
    if (job === undefined) {
      return [breach(jobId, "it is gone")];
    }
    if (job.status !== last?.status || job.run !== last.run || job.number !== last.number) {
      return [breach(jobId, "it is not as its last change left it")];
    }
    return job.status === "pending" || job.status === "running" ? [breach(jobId, `it is still ${job.status}`)] : [];
  });
  const unknown = [...jobs.keys()].filter((jobId) => !changes.has(jobId));
  return [...known, ...unknown.map((jobId) => breach(jobId, "nobody ever stored it"))];
};

/** Its handler fails always or has too little time, or its process vanished three times. */
export const failedByRule: Rule = ({ evidence }) =>
  evidence.jobs
    .filter(({ status, act, jobType, crashes }) => {
      const fails = act === "throw-always" || jobType === "chaos-hasty";
      return status === "failed" && !fails && crashes < QUARANTINE_AFTER_CRASHES;
    })
    .map(({ jobId: subject, errorMessage }) => ({ rule: RULE.failed, subject, words: errorMessage ?? "no words" }));

/** Its handler said so, or an operator, which is judged elsewhere; or it would wait beside a newer request of its key. */
export const cancelledForAReason: Rule = ({ evidence, changesOfKey }) =>
  evidence.changes
    .filter(({ before, after }) => before?.status === "running" && after?.status === "cancelled")
    .filter((change) => {
      const others = change.key === null ? [] : (changesOfKey.get(keyName(change)) ?? []);
      const said = change.after?.reason === REASON.operator || change.after?.reason === HANDLERS_REASON;
      return !said && !others.some((other) => isNewer(other, change));
    })
    .map(({ jobId: subject, id }) => ({ rule: RULE.cancelled, subject, words: `change ${id} has none` }));

function isNewer(other: Change, change: Change): boolean {
  return isStoring(other) && other.id < change.id && (other.after?.request ?? 0) > (change.before?.request ?? 0);
}
