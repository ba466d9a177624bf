import { lockPerson } from "../conversation/index.ts";
import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId, ReasonCode } from "../vocabulary/index.ts";
import type { Assessment } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { assessOrder } from "./policy/assess.ts";
import { replan } from "./replan.ts";
import { readSnapshot } from "./snapshot.ts";
import { insertOrder, type OrderRow, selectOrder, selectRecentOrders } from "./sql/orders.ts";

/** What an administrator asks for. */
export interface NewOrder {
  readonly person: PersonId;
  readonly orderedBy: PersonId;
  /** `null` for an operator's; a server administrator's goes into that server only. */
  readonly serverId: string | null;
  readonly dueAt: Date;
}

/** Whether an order was taken. */
export type OrderAnswer =
  /** `expectedAt`: when it may go out as things stand. */
  | { readonly accepted: true; readonly orderId: string; readonly expectedAt: Date }
  | { readonly accepted: false; readonly reasonCode: ReasonCode };

/** An administrator wants somebody to be written to. Nothing is stored where it could not be carried out as things stand. */
export async function placeOrder(
  parts: FollowUpParts,
  transaction: Transaction,
  order: NewOrder,
): Promise<OrderAnswer> {
  await lockPerson(transaction, order.person);
  const now = await transaction.now();
  const snapshot = await readSnapshot(transaction, order.person, { settings: parts.settings });
  const orderId = parts.ids.next();
  const { permission } = snapshot;
  if (order.serverId !== null && "place" in permission && permission.place.serverId !== order.serverId) {
    return { accepted: false, reasonCode: "no_permission" };
  }
  const outlook: Assessment = assessOrder(
    { ...snapshot, queued: false, order: { orderId, dueAt: order.dueAt } },
    parts.settings,
  );
  if (outlook.type !== "ready") {
    return { accepted: false, reasonCode: outlook.reasonCode };
  }
  await transaction.run(insertOrder, [orderId, order.person, order.orderedBy, order.serverId, now, order.dueAt]);
  await replan(parts, transaction, order.person);
  return { accepted: true, orderId, expectedAt: outlook.at };
}

/** One order, by its id. */
export async function findOrder(db: Queryable, orderId: string): Promise<OrderRow | null> {
  return (await db.run(selectOrder, [orderId]))[0] ?? null;
}

/** Ids of the newest orders that hold what was typed; of one server where it is given. */
export async function listRecentOrders(
  db: Queryable,
  { serverId, typed, limit }: { readonly serverId: string | null; readonly typed: string; readonly limit: number },
): Promise<readonly string[]> {
  return (await db.run(selectRecentOrders, [serverId, typed, limit])).map(({ orderId }) => orderId);
}
