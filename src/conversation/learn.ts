import type { Transaction } from "../database/index.ts";
import { addMs, DAY_MS, type IdSource } from "../kernel/index.ts";
import type { Place } from "../vocabulary/index.ts";
import { changeThreads } from "./change-threads.ts";
import type { IncomingMessage, Memory } from "./conversation-types.ts";
import { SPEAKABLE_MOOD_SCORE } from "./emotion/index.ts";
import type { MessageReading, OpenThread } from "./language/index.ts";
import { deleteReplacedMemories, insertMemory, selectMemories } from "./sql/memories.ts";

/** How long after it was noted (or after its date) something is still worth asking about. Guessed; to be learned from answers. */
const STALE_AFTER_MS = {
  interest: 60 * DAY_MS,
  mood: 5 * DAY_MS,
  topic: 30 * DAY_MS,
} as const;

/** What a host does in our place: then we do not. */
export interface LeftToHost {
  /** It keeps the texts of talks. */
  readonly texts: boolean;
  /** It reads moods. */
  readonly moods: boolean;
}

/** What is ours to note of what a message tells. */
export function readingLeft(reading: MessageReading, { moods }: LeftToHost): MessageReading {
  return moods ? { ...reading, mood: null } : reading;
}

interface NewMemory {
  readonly kind: Memory["kind"];
  readonly phrase: string;
  readonly tender?: boolean;
  readonly thread?: OpenThread;
}

/** Notes what a message tells of a person: an open thread, an interest, a mood, the topic. */
export async function learnFromMessage(
  transaction: Transaction,
  message: IncomingMessage,
  {
    reading,
    ids,
    timeZone,
  }: { readonly reading: MessageReading; readonly ids: IdSource; readonly timeZone: string | null },
): Promise<void> {
  const openThreads = await changeThreads(transaction, message, { openThreads: reading.openThreads, timeZone });
  await note(transaction, message, { memories: memoriesOf({ ...reading, openThreads }, message.place), ids });
}

/** As {@link learnFromMessage}, for a message that was changed: what was said later stands above it. */
export async function learnAnew(
  transaction: Transaction,
  message: IncomingMessage,
  { reading, ids }: { readonly reading: MessageReading; readonly ids: IdSource },
): Promise<void> {
  const known = await transaction.run(selectMemories, [message.personId, message.sentAt]);
  const memories = memoriesOf(reading, message.place).filter(
    ({ kind, phrase }) =>
      !known.some(
        (other) =>
          other.notedAt > message.sentAt &&
          other.kind === kind &&
          (kind === "mood" || kind === "topic" || other.phrase.toLowerCase() === phrase.toLowerCase()),
      ),
  );
  await note(transaction, message, { memories, ids });
}

async function note(
  transaction: Transaction,
  message: IncomingMessage,
  { memories, ids }: { readonly memories: readonly NewMemory[]; readonly ids: IdSource },
): Promise<void> {
  for (const memory of memories) {
    await transaction.run(deleteReplacedMemories, [message.personId, memory.kind, memory.phrase]);
    await transaction.run(insertMemory, [
      ids.next(),
      message.personId,
      memory.kind,
      memory.phrase,
      memory.tender ?? false,
      JSON.stringify(message.place),
      message.messageId,
      message.sentAt,
      memory.thread?.mattersAt ?? null,
      memory.kind === "open_thread"
        ? (memory.thread?.staleAt ?? message.sentAt)
        : addMs(message.sentAt, STALE_AFTER_MS[memory.kind]),
      memory.thread?.kind ?? null,
      memory.thread?.confidence ?? null,
      memory.thread?.askAt ?? null,
    ]);
  }
}

function memoriesOf(reading: MessageReading, place: Place): readonly NewMemory[] {
  if (reading.danger !== null || reading.unchecked === true) {
    return [];
  }
  if (reading.tender) {
    const asked = place.kind === "dm" ? threadsOf(reading) : []; // only who asked to be asked, and only among the two of them
    return [...asked, { kind: "topic", phrase: "something difficult", tender: true }];
  }
  const found: NewMemory[] = [...threadsOf(reading)];
  if (reading.interest !== null) {
    found.push({ kind: "interest", phrase: reading.interest.phrase });
  }
  if (reading.mood !== null && reading.mood.score >= SPEAKABLE_MOOD_SCORE) {
    found.push({ kind: "mood", phrase: reading.mood.mood });
  }
  if (reading.topic !== null) {
    found.push({ kind: "topic", phrase: reading.topic });
  }
  return found;
}

function threadsOf({ openThreads, tender }: MessageReading): readonly NewMemory[] {
  return openThreads.map((thread) => ({ kind: "open_thread", phrase: thread.phrase, thread, tender }));
}
