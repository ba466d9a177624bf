import type { Transaction } from "../database/index.ts";
import type { Button } from "../delivery/index.ts";
import { addMs, type IdSource } from "../kernel/index.ts";
import type { ContactPermit } from "../privacy/index.ts";
import type { Scheduler } from "../scheduler/index.ts";
import { BUTTON_IDS, deliverMessageJob } from "../vocabulary/index.ts";
import type { DeliveryQueue } from "./delivery-queue.ts";
import type { FollowUpContext } from "./outbound-types.ts";
import { insertOutbound } from "./sql/outbound-messages.ts";

/** Under every follow-up: why, later, stop, and what they thought of it. */
const FOLLOW_UP_BUTTONS: readonly Button[] = [
  { id: BUTTON_IDS.why, label: "Why this?" },
  { id: BUTTON_IDS.later, label: "Later" },
  { id: BUTTON_IDS.stop, label: "Stop" },
  { id: BUTTON_IDS.up, label: "👍" },
  { id: BUTTON_IDS.down, label: "👎" },
];

/** Under the check-in that somebody asked for in the crisis lane. */
const ASKED_BUTTONS: readonly Button[] = [
  { id: BUTTON_IDS.why, label: "Why this?" },
  { id: BUTTON_IDS.stop, label: "Stop" },
];

/** A message before it is in line. */
export interface NewOutbound {
  readonly text: string;
  readonly context: FollowUpContext;
  readonly memoryId: string | null;
  readonly orderId: string | null;
  /** Made and recorded, never sent. */
  readonly dryRun: boolean;
}

/** What a message is put in line with. */
export interface EnqueueParts {
  readonly message: NewOutbound;
  readonly scheduler: Scheduler;
  readonly queue: DeliveryQueue;
  readonly ids: IdSource;
}

/** Puts a message in line, with the job that sends it. Only whoever holds a permit can. Says the outbound id. */
export async function enqueue(
  transaction: Transaction,
  permit: ContactPermit,
  { message, scheduler, queue, ids }: EnqueueParts,
): Promise<string> {
  const outboundId = ids.next();
  await transaction.run(insertOutbound, [
    outboundId,
    permit.personId,
    message.dryRun ? "dry_run" : "queued",
    JSON.stringify(permit.place),
    message.text,
    JSON.stringify(message.context.asked === true ? ASKED_BUTTONS : FOLLOW_UP_BUTTONS),
    message.context.kind,
    JSON.stringify(message.context),
    message.memoryId,
    message.orderId,
    await transaction.now(),
  ]);
  if (!message.dryRun) {
    const at = addMs(await transaction.now(), queue.headStartMs());
    const job = await scheduler.schedule(deliverMessageJob, { outboundId }, { key: outboundId, at, transaction });
    transaction.afterCommit(() => {
      queue.offer(job);
    });
  }
  return outboundId;
}
