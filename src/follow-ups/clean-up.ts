import { type Database, runInBatches } from "../database/index.ts";
import { deleteOldDecisions } from "./sql/decisions.ts";
import { deleteOldOrders } from "./sql/orders.ts";
import { blankOldFollowUps, stripLostSources } from "./sql/follow-up-history.ts";

/**
 * Lets the records of follow-ups forget: sources whose message is gone, words older than `before`, decisions older than `before`.
 * The rows of `follow_up_history` stay: the statistics are counted from them.
 */
export async function forgetOldFollowUps(database: Database, before: Date, signal: AbortSignal): Promise<number> {
  const sources = await runInBatches(database, stripLostSources, { parameters: [], signal });
  const words = await runInBatches(database, blankOldFollowUps, { parameters: [before], signal });
  const decisions = await runInBatches(database, deleteOldDecisions, { parameters: [before], signal });
  const orders = await runInBatches(database, deleteOldOrders, { parameters: [before], signal });
  return sources + words + decisions + orders;
}
