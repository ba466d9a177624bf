import { readMessage } from "../../src/conversation/index.ts";
import { followThreads, type KnownThread } from "../../src/conversation/follow-threads.ts";
import type { OpenThread } from "../../src/conversation/index.ts";

/** A thread as it stands after a talk. */
export type FoundThread = Omit<OpenThread, "confidence">;

/** A message of a talk, when it came. */
export interface Said {
  readonly text: string;
  readonly sentAt: Date;
}

/** The threads that are open after a talk whose messages all came at one moment. */
export function readTalk(
  messages: readonly string[],
  { sentAt, timeZone }: { readonly sentAt: Date; readonly timeZone: string },
): readonly FoundThread[] {
  let known: (FoundThread & KnownThread)[] = [];
  let before: string | null = null;
  for (const text of messages) {
    const { openThreads } = readMessage(text, sentAt, { timeZone, before });
    before = text;
    const { closed, moved, opened } = followThreads(known, { text, sentAt, timeZone, openThreads });
    known = known
      .filter(({ memoryId }) => !closed.includes(memoryId))
      .map((thread) => ({ ...thread, ...moved.find(({ memoryId }) => memoryId === thread.memoryId)?.timing }));
    known.push(...opened.map((thread) => ({ ...thread, memoryId: `${text} ${thread.phrase}`, notedAt: sentAt })));
  }
  return known;
}
