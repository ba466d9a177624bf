import type { Database, Transaction } from "../database/index.ts";
import type { Outlet } from "../delivery/index.ts";
import {
  changeConsent,
  decideSending,
  type Decision,
  type FollowUpParts,
  recordSent,
  withdrawFollowUp,
} from "../follow-ups/index.ts";
import { addMs } from "../kernel/index.ts";
import {
  beginSending,
  lockOutboundMessage,
  markUnknown,
  type OutboundMessage,
  returnToQueue,
  transmit,
} from "../outbound/index.ts";
import { readPerson } from "../conversation/index.ts";
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
  const start = await parts.database.transaction(
    async (transaction): Promise<{ message: OutboundMessage | null; decision: Decision | null }> => {
      const message = await lockOutboundMessage(transaction, run.payload.outboundId);
      if (message?.status !== "queued" && message?.status !== "sending") {
        return { message: null, decision: null };
      }
      const decision = await decideSending(parts.followUps, transaction, message);
      if (message.status === "sending") {
        // A try was cut off. Where it may not leave any more, it is only looked whether it had left.
        return { message: { ...message, nonceExpired: message.nonceExpired || decision !== null }, decision: null };
      }
      if (decision === null) {
        await beginSending(transaction, message.outboundId);
      }
      return { message, decision };
    },
  );
  const { message, decision } = start;
  if (message === null) {
    return { type: "completed" }; // sent or withdrawn by somebody else
  }
  if (decision?.type === "wait") {
    return { type: "snooze", until: decision.until };
  }
  if (decision !== null) {
    const { reasonCode } = decision;
    return {
      type: "completed",
      write: (transaction) => withdrawFollowUp(parts.followUps, transaction, { message, jobId: run.jobId, reasonCode }),
    };
  }
  return handOver(parts, run, message);
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
      return { type: "completed", write: (transaction) => markUnknown(transaction, outboundId, "history_unreadable") };
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
  const { outboundId } = payload.data;
  await database.transaction(async (transaction) => {
    const message = await lockOutboundMessage(transaction, outboundId);
    if (message?.status === "sending") {
      await markUnknown(transaction, outboundId, "delivery_failed");
    } else if (message?.status === "queued") {
      await withdrawFollowUp(followUps, transaction, { message, jobId, reasonCode: "delivery_failed" });
    }
  });
}
