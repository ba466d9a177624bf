import { type Database, runInBatches } from "../database/index.ts";
import { deleteOldActivityTimes } from "./sql/activity-times.ts";
import { deleteStaleMemories } from "./sql/memories.ts";
import { deleteExpiredMessages } from "./sql/messages.ts";

/** Deletes messages past their time, stale memories, and times of day that no longer count. Says how many rows went. */
export async function forgetExpired(database: Database, now: Date, signal: AbortSignal): Promise<number> {
  const messages = await runInBatches(database, deleteExpiredMessages, { parameters: [now], signal });
  const memories = await runInBatches(database, deleteStaleMemories, { parameters: [now], signal });
  await database.run(deleteOldActivityTimes);
  return messages + memories;
}
