import { lockPerson, readPerson } from "../conversation/index.ts";
import { type Database, type Transaction, transactionRepeated } from "../database/index.ts";
import type { Outlet } from "../delivery/index.ts";
import {
  changeConsent,
  decideSending,
  type Decision,
  type FollowUpParts,
  hostPermits,
  recordSent,
  recordUnknown,
  recordWait,
  withdrawFollowUp,
} from "../follow-ups/index.ts";
import { addMs } from "../kernel/index.ts";
import {
  beginSending,
  findOutbound,
  lockOutboundMessage,
  type OutboundMessage,
  returnToQueue,
  transmit,
} from "../outbound/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import { deliverMessageJob } from "../vocabulary/index.ts";

interface Parts {
  readonly database: Database;
  readonly outlet: Outlet;
  readonly followUps: FollowUpParts;
}

type Run = JobRun<{ outboundId: string }>;

/** A message is to leave: look again, mark it, hand it over, and record what came of it. */
export async function deliverMessage(parts: Parts, run: Run): Promise<JobOutcome> {
  const { message, decision } = await lookAgain(parts, run);
  if (message === null) {
    return { type: "completed" }; // sent or withdrawn by somebody else
  }
  const { jobId } = run;
  if (decision?.type === "wait") {
    return {
      type: "snooze",
      until: decision.until,
      write: (transaction) => recordWait(parts.followUps, transaction, { message, jobId, decision }),
    };
  }
  if (decision !== null) {
    const { reasonCode } = decision;
    return {
      type: "completed",
      write: (transaction) => withdrawFollowUp(parts.followUps, transaction, { message, jobId, reasonCode }),
    };
  }
  return handOver(parts, run, message);
}

interface Look {
  /** `null`: there is nothing to send any more. */
  readonly message: OutboundMessage | null;
  /** `null`: it may leave, and is marked `sending`. */
  readonly decision: Decision | null;
}

/** Decides again, and marks the message `sending` where it may leave. */
async function lookAgain(
  { database, followUps }: Omit<Parts, "outlet">,
  { payload: { outboundId }, signal }: Run,
): Promise<Look> {
  const outside = await findOutbound(database, outboundId);
  const permitted = outside === null || (await hostPermits(followUps, outside, signal));
  return transactionRepeated(database, async (transaction): Promise<Look> => {
    const message = await lockMessage(transaction, outboundId);
    if (message?.status !== "queued" && message?.status !== "sending") {
      return { message: null, decision: null };
    }
    const decision: Decision | null = permitted
      ? await decideSending(followUps, transaction, message)
      : { type: "suppress", reasonCode: "host_refused" };
    if (message.status === "sending") {
      // A try was cut off. Where it may not leave any more, it is only looked whether it had left.
      return { message: { ...message, nonceExpired: message.nonceExpired || decision !== null }, decision: null };
    }
    if (decision === null) {
      await beginSending(transaction, outboundId);
    }
    return { message, decision };
  });
}

/** The person before the message: everybody locks in this order, so that nobody waits in a circle. */
async function lockMessage(transaction: Transaction, outboundId: string): Promise<OutboundMessage | null> {
  const message = await findOutbound(transaction, outboundId);
  if (message === null) {
    return null;
  }
  await lockPerson(transaction, message.personId);
  return lockOutboundMessage(transaction, outboundId);
}

async function handOver(
  { database, outlet, followUps }: Parts,
  run: Run,
  message: OutboundMessage,
): Promise<JobOutcome> {
  const { outboundId } = message;
  const result = await transmit(outlet, message, run.signal);
  switch (result.type) {
    case "accepted": {
      const { platformMessageId } = result;
      return {
        type: "completed",
        write: (transaction) => recordSent(followUps, transaction, { message, platformMessageId }),
      };
    }
    case "unknown":
      return {
        type: "completed",
        write: (transaction) => recordUnknown(followUps, transaction, { message, reason: "history_unreadable" }),
      };
    case "refused":
      return {
        type: "completed",
        write: (transaction) =>
          withdrawFollowUp(followUps, transaction, { message, jobId: run.jobId, reasonCode: "platform_refused" }),
      };
    case "withdrawn":
      return {
        type: "completed",
        write: (transaction) => recordWithdrawal(followUps, transaction, { message, jobId: run.jobId }),
      };
    case "not_there":
    case "later": {
      const waitMs = result.type === "later" ? result.retryAfterMs : 0;
      const until = addMs(await database.now(), waitMs);
      return { type: "snooze", until, write: (transaction) => returnToQueue(transaction, outboundId) };
    }
  }
}

/** The platform says that this person does not want messages: a no, recorded as such. */
async function recordWithdrawal(
  followUps: FollowUpParts,
  transaction: Transaction,
  { message, jobId }: { readonly message: OutboundMessage; readonly jobId: string },
): Promise<void> {
  await withdrawFollowUp(followUps, transaction, { message, jobId, reasonCode: "withdrawn" });
  const name = (await readPerson(transaction, message.personId)).name ?? "";
  const record = {
    personId: message.personId,
    decision: "refused",
    mechanism: "platform_refusal",
    textVersion: "none",
    language: "en",
    place: message.place,
    decidedAt: await transaction.now(),
  } as const;
  await changeConsent(followUps, transaction, { record, name });
}

/** A delivery job ended for good without an end of its message: after crashes nobody may be able to tell whether it arrived. */
export async function endAbandonedDelivery(
  { database, followUps }: Omit<Parts, "outlet">,
  jobId: string,
): Promise<void> {
  const job = await followUps.scheduler.inspect(jobId);
  const payload = deliverMessageJob.payload.safeParse(job?.payload);
  if (!payload.success) {
    return;
  }
  await transactionRepeated(database, async (transaction) => {
    const message = await lockMessage(transaction, payload.data.outboundId);
    if (message?.status === "sending") {
      await recordUnknown(followUps, transaction, { message, reason: "delivery_failed" });
    } else if (message?.status === "queued") {
      await withdrawFollowUp(followUps, transaction, { message, jobId, reasonCode: "delivery_failed" });
    }
  });
}
