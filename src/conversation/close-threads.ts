import type { Transaction } from "../database/index.ts";
import { TALK_GAP_MS, type IncomingMessage } from "./conversation-types.ts";
import type { MessageReading } from "./language/index.ts";
import { markMemoryAsked, selectMemories } from "./sql/memories.ts";

/**
 * A matter that a person comes back to in a later talk, without opening it anew, is told: it is not asked about any more. To be
 * silent about something that is still open is better than to ask about something that they told already.
 */
export async function closeToldThreads(
  transaction: Transaction,
  message: IncomingMessage,
  reading: MessageReading,
): Promise<void> {
  if (reading.openThread !== null) {
    return;
  }
  const words = new Set(message.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  for (const memory of await transaction.run(selectMemories, [message.personId, message.sentAt])) {
    const later = message.sentAt.getTime() - memory.notedAt.getTime() > TALK_GAP_MS;
    if (memory.kind === "open_thread" && memory.askedAt === null && later && words.has(mainWord(memory.phrase))) {
      await transaction.run(markMemoryAsked, [memory.memoryId, message.sentAt]);
    }
  }
}

/** "your job interview at the bakery" → "interview": the last word before what only describes it. */
function mainWord(phrase: string): string {
  const [head = phrase] = phrase.toLowerCase().split(/ (?:about|at|by|for|from|in|into|of|on|to|with) /);
  return head.split(" ").at(-1) ?? head;
}
