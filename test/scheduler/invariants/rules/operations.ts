import { isClaim, isRevival, isRunEnd, isStoring, isWithdrawal, type Rule } from "../case-file.ts";
import { type Breach, type Change, type OperationKind, type OperationRecord, REASON } from "../evidence.ts";

const RULE = {
  cancel: "what an operator cancels ends as cancelled",
  retry: "what has ended waits again only if an operator says so",
  move: "what waits is moved only by a request or an operator",
  found: "a job that was acknowledged is there",
  pause: "a paused type is not claimed",
} as const;

/** By the host's clock, whose milliseconds are cut off. */
const TICK_US = 2_000;
/** A claim that had begun before the pause was there may end after it. */
const CLAIM_US = 1_500_000;

/** A waiting job at once; a running one with its run, unless that completes it or fails it for good first. */
export const cancelledWhenAsked: Rule = ({ changes, operations }) =>
  [...changes].flatMap(([subject, steps]) => {
    const asked = (operations.get(subject) ?? []).filter(({ kind }) => kind === "cancel");
    const seen = steps.filter((step) => isWithdrawal(step) && step.after?.reason === REASON.operator).length;
    const counted = outOfCount({ seen, asked, answer: "cancelled" });
    const running = asked
      .filter(({ answer }) => answer === "cancelling")
      .filter((operation) =>
        steps.some((step) => isReturnAfter(step, operation) && !isRevivedBetween(steps, operation, step)),
      )
      .map(() => "its run was to end as cancelled, and it waits again");
    const unasked = steps.some(({ after }) => after?.reason === REASON.operator) && asked.length === 0;
    const words = [...counted, ...running, ...(unasked ? ["it was cancelled, and nobody asked for it"] : [])];
    return words.map((text) => ({ rule: RULE.cancel, subject, words: text }));
  });

function isReturnAfter(step: Change, { answeredUs }: OperationRecord): boolean {
  return isRunEnd(step) && step.after?.status === "pending" && step.atUs > answeredUs + TICK_US;
}

function isRevivedBetween(steps: readonly Change[], { askedUs }: OperationRecord, until: Change): boolean {
  return steps.some((step) => isRevival(step) && step.atUs > askedUs - TICK_US && step.id < until.id);
}

/** As often as it was acknowledged; where the answer was lost, perhaps. */
export const retriedWhenAsked: Rule = ({ changes, operations }) =>
  [...changes].flatMap(([subject, steps]) => {
    const asked = (operations.get(subject) ?? []).filter(({ kind }) => kind === "retry");
    return outOfCount({ seen: steps.filter(isRevival).length, asked, answer: null }).map((words) => {
      return { rule: RULE.retry, subject, words };
    });
  });

interface Count {
  readonly seen: number;
  readonly asked: readonly OperationRecord[];
  /** Only this one counts; `null`: any. */
  readonly answer: string | null;
}

function outOfCount({ seen, asked, answer }: Count): readonly string[] {
  const acknowledged = asked.filter(({ result }) => result === "acknowledged");
  const sure = acknowledged.filter((operation) => answer === null || operation.answer === answer).length;
  const perhaps = asked.filter(({ result }) => result === "unknown").length;
  const words = `it happened ${seen} times; ${sure} were acknowledged and ${perhaps} are unknown`;
  return seen < sure || seen > sure + perhaps ? [words] : [];
}

/** An operator acts only on jobs that the requester or the scheduler itself has named. */
export const foundWhenAsked: Rule = ({ evidence }) =>
  evidence.operations
    .filter(({ answer }) => answer === "JOB_NOT_FOUND")
    .map(({ subject, kind }) => ({ rule: RULE.found, subject, words: `${kind} did not find it` }));

const MOVES: readonly OperationKind[] = ["run-now", "reschedule"];

/** A waiting job whose moment changes without a new request. */
export const movedOnlyByOperators: Rule = ({ evidence, operations }) =>
  evidence.changes
    .filter((change) => {
      const { before, after } = change;
      const moved = before?.status === "pending" && after?.status === "pending" && before.dueUs !== after.dueUs;
      const asked = (operations.get(change.jobId) ?? []).some(({ kind }) => MOVES.includes(kind));
      return moved && !isStoring(change) && !asked;
    })
    .map(({ jobId: subject, id }) => ({ rule: RULE.move, subject, words: `change ${id} was asked for by nobody` }));

/** From the acknowledged pause until the next time that anybody wants to resume it. */
export const pausedIsNotClaimed: Rule = ({ evidence }) => {
  const { operations, changes } = evidence;
  return operations.flatMap((pause, index): Breach[] => {
    if (pause.kind !== "pause" || pause.result !== "acknowledged") {
      return [];
    }
    const resume = operations.slice(index).find(({ kind, subject }) => kind === "resume" && subject === pause.subject);
    const [fromUs, untilUs] = [pause.answeredUs + CLAIM_US, (resume?.askedUs ?? Infinity) - TICK_US];
    return changes
      .filter((change) => isClaim(change) && change.jobType === pause.subject)
      .filter(({ atUs }) => atUs > fromUs && atUs < untilUs)
      .map(({ jobId: subject, atUs, id }) => {
        const afterMs = Math.round((atUs - pause.answeredUs) / 1_000);
        return { rule: RULE.pause, subject, words: `change ${id}: claimed ${afterMs} ms after its type was paused` };
      });
  });
};
