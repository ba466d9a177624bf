import type { Transaction } from "../database/index.ts";
import { mayBeMentionedIn, type Place } from "../vocabulary/index.ts";
import type { IncomingMessage } from "./conversation-types.ts";
import { followThreads } from "./follow-threads.ts";
import type { OpenThread } from "./language/index.ts";
import { markMemoryAsked, selectMemories, updateThread } from "./sql/memories.ts";

/** Closes and moves the threads that a message speaks of. Says which of its own are new. */
export async function changeThreads(
  transaction: Transaction,
  message: IncomingMessage,
  { openThreads, timeZone }: { readonly openThreads: readonly OpenThread[]; readonly timeZone: string | null },
): Promise<readonly OpenThread[]> {
  const rows = (await transaction.run(selectMemories, [message.personId, message.sentAt])).filter(
    ({ kind, askedAt, sourceMessageId }) =>
      kind === "open_thread" && askedAt === null && sourceMessageId !== message.messageId,
  );
  const known = rows.map((row) => ({ ...row, kind: row.threadKind ?? "event" }));
  const { text, sentAt } = message;
  const { closed, moved, opened } = followThreads(known, { text, sentAt, timeZone, openThreads });
  for (const memoryId of closed) {
    await transaction.run(markMemoryAsked, [memoryId, sentAt]);
  }
  for (const { memoryId, timing } of moved) {
    const row = rows.find((one) => one.memoryId === memoryId);
    const place = row === undefined ? message.place : narrower(row.place, message.place);
    await transaction.run(updateThread, [
      memoryId,
      JSON.stringify(place),
      sentAt,
      timing.mattersAt,
      timing.staleAt,
      timing.kind,
      timing.askAt,
    ]);
  }
  return opened;
}

// What is made from two messages may be used where both may be.
function narrower(known: Place, said: Place): Place {
  return mayBeMentionedIn(said, known) ? known : said;
}
