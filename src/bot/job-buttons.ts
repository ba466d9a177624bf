import { lockPerson } from "../conversation/index.ts";
import { transactionRepeated } from "../database/index.ts";
import type { Button, PressEvent, Reply } from "../delivery/index.ts";
import { cancelFollowUp } from "../follow-ups/index.ts";
import { findOutbound, lockOutboundMessage } from "../outbound/index.ts";
import {
  InvalidJobOperationError,
  type JobInspection,
  JobNotFoundError,
  JobStateError,
  JobSupersededError,
} from "../scheduler/index.ts";
import { BUTTON_IDS, deliverMessageJob } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { quoted } from "./plain-words.ts";
import { MAX_BUTTON_ID } from "./private-words.ts";

type Operation = "run" | "cancel" | "retry";

const LABELS: Readonly<Record<Operation, string>> = { run: "Run now", cancel: "Cancel", retry: "Retry" };

const POSSIBLE: Readonly<Record<JobInspection["status"], readonly Operation[]>> = {
  pending: ["run", "cancel"],
  running: ["cancel"],
  completed: [],
  failed: ["retry"],
  cancelled: ["retry"],
};

/** What an operator can do with a job as it is. None where its id, which may be a host's, is too long for a button. */
export function jobButtons({ jobId, status }: Pick<JobInspection, "jobId" | "status">): readonly Button[] {
  return POSSIBLE[status]
    .map((operation) => ({ id: `${BUTTON_IDS.job}:${operation}:${jobId}`, label: LABELS[operation] }))
    .filter(({ id }) => id.length <= MAX_BUTTON_ID);
}

/** An operator pressed one of them; the value is "run:<job id>". The rank that counts is the one at the press. */
export async function pressJob(parts: BotParts, { actor }: PressEvent, value: string): Promise<Reply> {
  if (!actor.operator) {
    return { text: "Only the bot's operators can do that.", onlyForActor: true };
  }
  const colon = value.indexOf(":");
  const jobId = value.slice(colon + 1);
  try {
    return { text: await operate(parts, value.slice(0, colon), jobId), onlyForActor: true };
  } catch (thrown) {
    const text = refusal(thrown, jobId);
    if (text === null) {
      throw thrown;
    }
    return { text, onlyForActor: true };
  }
}

async function operate(parts: BotParts, operation: string, jobId: string): Promise<string> {
  const { scheduler } = parts.followUps;
  switch (operation) {
    case "run":
      await scheduler.runNow(jobId);
      return `Job ${quoted(jobId)} is due now. Whether something is sent is still decided by the rules.`;
    case "retry":
      await scheduler.retry(jobId);
      return `Job ${quoted(jobId)} is tried again now, with a clean record.`;
    case "cancel":
      return cancel(parts, jobId);
    default:
      return "I do not know this button any more.";
  }
}

async function cancel(parts: BotParts, jobId: string): Promise<string> {
  const { database, followUps } = parts;
  const job = await followUps.scheduler.inspect(jobId);
  const outboundId = job === null ? null : outboundIdOf(job);
  const state = await transactionRepeated(database, async (transaction) => {
    const message = outboundId === null ? null : await findOutbound(transaction, outboundId);
    if (message !== null) {
      await lockPerson(transaction, message.personId); // before the job and the message: everybody locks in this order
    }
    const ended = await followUps.scheduler.cancel(jobId, "operator", { transaction });
    const waiting = message === null ? null : await lockOutboundMessage(transaction, message.outboundId);
    if (ended === "cancelled" && waiting?.status === "queued") {
      await cancelFollowUp(followUps, transaction, { message: waiting, jobId });
    }
    return ended;
  });
  return state === "cancelled"
    ? `Job ${quoted(jobId)} is cancelled.${outboundId === null ? "" : " Its message is withdrawn."} What is planned for a person is planned anew when they write, at the latest within a day.`
    : `Job ${quoted(jobId)} runs and was told to stop. What it has done already stays done.`;
}

function outboundIdOf({ jobType, payload }: JobInspection): string | null {
  const read = jobType === deliverMessageJob.name ? deliverMessageJob.payload.safeParse(payload) : null;
  return read?.data?.outboundId ?? null;
}

/** Why it was not done; `null` where that is nothing that an operator can be told. */
function refusal(thrown: unknown, jobId: string): string | null {
  if (thrown instanceof JobNotFoundError || thrown instanceof InvalidJobOperationError) {
    return `Not done: there is no job ${quoted(jobId)} any more.`;
  }
  if (thrown instanceof JobStateError) {
    return `Not done: job ${quoted(jobId)} is ${thrown.found} by now.`;
  }
  if (thrown instanceof JobSupersededError) {
    const other = thrown.otherJobId === null ? "another job" : `job ${quoted(thrown.otherJobId)}`;
    return `Not done: ${other} has taken its place.`;
  }
  return null;
}
