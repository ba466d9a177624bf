import type { Queryable, Transaction } from "../database/index.ts";
import { DAY_MS, unreachable } from "../kernel/index.ts";
import { type Mood, MOODS, type PersonId, type Place } from "../vocabulary/index.ts";
import type { Memory, StoredMessage } from "./conversation-types.ts";
import { insertActivityTime, selectActivityTimes } from "./sql/activity-times.ts";
import {
  deleteReplacedMemories,
  insertMemory,
  markMemoryAsked,
  type MemoryRow,
  selectMemories,
  selectMemoryFrom,
} from "./sql/memories.ts";
import { insertMessage, selectMessage, selectRecentMessages } from "./sql/messages.ts";

/** What is known of a person and not stale at `now`, newest first. */
export async function recallMemories(db: Queryable, person: PersonId, now: Date): Promise<readonly Memory[]> {
  return (await db.run(selectMemories, [person, now])).map(asMemory);
}

function asMemory({ kind, tender, mattersAt, threadKind, confidence, askAt, ...shared }: MemoryRow): Memory {
  switch (kind) {
    case "open_thread":
      return {
        ...shared,
        kind,
        tender,
        mattersAt,
        threadKind: threadKind ?? "event",
        confidence: confidence ?? 0,
        askAt: askAt ?? shared.notedAt,
      };
    case "interest":
      return { ...shared, kind };
    case "mood":
      return { ...shared, kind, mood: asMood(shared.phrase) };
    case "topic":
      return { ...shared, kind, tender };
    default:
      return unreachable(kind);
  }
}

function asMood(phrase: string): Mood {
  return MOODS.find((mood) => mood === phrase) ?? "calm";
}

/** The times at which a person wrote in the 30 days up to the last of them, newest first, to the minute. */
export async function recallActivity(db: Queryable, person: PersonId): Promise<readonly Date[]> {
  return (await db.run(selectActivityTimes, [person])).map((row) => row.activeAt);
}

/** Notes that a person was there without a message: a command, a press. */
export async function noteActivity(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(insertActivityTime, [person, at]);
}

const HOST_MOOD_PREFIX = "host:";
const HOST_MOOD_STALE_MS = 5 * DAY_MS;

/** A mood that the host read; noted once for the moment at which they showed it, and not where it is long past. */
export async function noteHostMood(
  transaction: Transaction,
  person: PersonId,
  {
    mood,
    at,
    place,
    memoryId,
  }: { readonly mood: Mood; readonly at: Date; readonly place: Place; readonly memoryId: string },
): Promise<void> {
  const source = `${HOST_MOOD_PREFIX}${at.toISOString()}`;
  const staleAt = new Date(at.getTime() + HOST_MOOD_STALE_MS);
  const [known] = await transaction.run(selectMemoryFrom, [person, source, "mood"]);
  await transaction.run(deleteReplacedMemories, [person, "mood", mood]);
  if ((known === undefined || known.askedAt === null) && staleAt > (await transaction.now())) {
    await transaction.run(insertMemory, [
      memoryId,
      person,
      "mood",
      mood,
      false,
      JSON.stringify(place),
      source,
      at,
      null,
      staleAt,
      null, // it is no thread
      null,
      null,
    ]);
  }
}

/** The host sees no mood that is worth a word: what it said before holds no longer. */
export async function forgetHostMood(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteReplacedMemories, [person, "mood", ""]);
}

/** Whether something is known from the host, and not from a message. */
export function isFromHost(sourceMessageId: string): boolean {
  return sourceMessageId.startsWith(HOST_MOOD_PREFIX);
}

/** A follow-up asked about it: it is not asked about again. */
export async function noteAsked(transaction: Transaction, memoryId: string, at: Date): Promise<void> {
  await transaction.run(markMemoryAsked, [memoryId, at]);
}

/** The newest `limit` messages between a person and the bot, oldest first; of one place only where it is given. */
export async function recallMessages(
  db: Queryable,
  person: PersonId,
  { place, limit, now }: { readonly place: Place | null; readonly limit: number; readonly now: Date },
): Promise<readonly StoredMessage[]> {
  return (await db.run(selectRecentMessages, [person, place?.channelId ?? null, limit, now])).toReversed();
}

/** One message, while it is kept. */
export async function recallMessage(db: Queryable, messageId: string, now: Date): Promise<StoredMessage | null> {
  return (await db.run(selectMessage, [messageId, now]))[0] ?? null;
}

/** Stores what the bot said itself, so that a later talk can follow on. */
export async function rememberOwnMessage(
  transaction: Transaction,
  message: Omit<StoredMessage, "author">,
  retentionDays: number,
): Promise<void> {
  const expiresAt = new Date(message.sentAt.getTime() + retentionDays * DAY_MS);
  await transaction.run(insertMessage, [
    message.messageId,
    message.personId,
    "bot",
    message.name,
    JSON.stringify(message.place),
    message.text,
    message.sentAt,
    expiresAt,
  ]);
}
