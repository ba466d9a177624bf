import type { Transaction } from "../database/index.ts";
import type { IdSource } from "../kernel/index.ts";
import { readPersonSettings } from "../privacy/index.ts";
import { type PersonId, type Place, samePlace } from "../vocabulary/index.ts";
import { type StoredMessage, TALK_GAP_MS } from "./conversation-types.ts";
import { readMessage } from "./language/index.ts";
import { learnFromMessage, type LeftToHost, readingLeft } from "./learn.ts";
import { deleteActivityTimes, insertActivityTime } from "./sql/activity-times.ts";
import { deleteMemories } from "./sql/memories.ts";
import { keepMessagesUntil, selectRecentMessages, shortenMessages } from "./sql/messages.ts";
import { forgetPersonName, setPersonName } from "./sql/people.ts";

/** More messages than this are not looked at when a yes comes: the newest talk is what the person has in mind. */
const TALK_LIMIT = 200;

/** Where and by whom the yes was given, and what is to be kept after it. */
export interface KeepTalkOptions {
  readonly place: Place;
  readonly name: string;
  readonly retentionDays: number;
  readonly ids: IdSource;
  /** Only a talk that was live at this moment counts. `null`: the newest one, however long it is over. */
  readonly until: Date | null;
  readonly leave: LeftToHost;
  /** The texts of the talk by their messages' ids, where a host keeps them. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** After a first yes: the talk in which it was given is kept for longer, and facts are made from it. */
export async function keepNewestTalk(
  transaction: Transaction,
  person: PersonId,
  options: KeepTalkOptions,
): Promise<void> {
  await transaction.run(setPersonName, [person, options.name]);
  const now = await transaction.now();
  const recent = (await transaction.run(selectRecentMessages, [person, null, TALK_LIMIT, now])).filter(
    ({ author }) => author === "person",
  );
  for (const message of recent) {
    await transaction.run(insertActivityTime, [person, message.sentAt]);
  }
  const here = recent.filter((message) => samePlace(message.place, options.place));
  const talk = isOver(here[0], options.until) ? [] : newestTalk(here);
  await transaction.run(keepMessagesUntil, [talk.map((message) => message.messageId), options.retentionDays]);
  const { timeZone } = await readPersonSettings(transaction, person);
  let before: string | null = null;
  for (const message of talk.toReversed()) {
    const text = options.texts === undefined ? message.text : (options.texts.get(message.messageId) ?? "");
    const reading = readingLeft(readMessage(text, message.sentAt, { timeZone, before }), options.leave);
    await learnFromMessage(transaction, { ...message, text }, { reading, ids: options.ids, timeZone });
    before = text;
  }
}

function isOver(newest: StoredMessage | undefined, at: Date | null): boolean {
  return newest === undefined || (at !== null && at.getTime() - newest.sentAt.getTime() > TALK_GAP_MS);
}

/** Of messages in order, newest first, those that no long silence parts from the newest. */
function newestTalk(messages: readonly StoredMessage[]): readonly StoredMessage[] {
  const end = messages.findIndex((message, index) => {
    const later = messages[index - 1];
    return later !== undefined && later.sentAt.getTime() - message.sentAt.getTime() > TALK_GAP_MS;
  });
  return end === -1 ? messages : messages.slice(0, end);
}

/** What is known of a person goes; what they said stays for its time. */
export async function forgetMemories(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteMemories, [person]);
}

/** After a no: what was derived goes, and texts go within 24 hours of when they were written. */
export async function forgetDerived(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteMemories, [person]);
  await transaction.run(deleteActivityTimes, [person]);
  await transaction.run(forgetPersonName, [person]);
  await transaction.run(shortenMessages, [person]);
}
