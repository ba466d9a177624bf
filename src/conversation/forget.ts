import { type Database, runInBatches } from "../database/index.ts";
import { deleteOldActivityTimes } from "./sql/activity-times.ts";
import { deleteStaleMemories } from "./sql/memories.ts";
import { deleteExpiredMessages } from "./sql/messages.ts";
import { deleteOldTakenCommands } from "./sql/taken-commands.ts";

/** Deletes messages past their time, stale memories, times of day that no longer count, and which commands were taken. Says how many rows went. */
export async function forgetExpired(database: Database, now: Date, signal: AbortSignal): Promise<number> {
  const messages = await runInBatches(database, deleteExpiredMessages, { parameters: [now], signal });
  const memories = await runInBatches(database, deleteStaleMemories, { parameters: [now], signal });
  await database.run(deleteOldActivityTimes);
  await database.run(deleteOldTakenCommands);
  return messages + memories;
}
