import {
  isQuestionOwed,
  type MessageReading,
  lockPerson,
  oweAnswers,
  type OwedAnswer,
  type PersonState,
  readInTalk,
  readPerson,
  rememberMessage,
} from "../conversation/index.ts";
import { type Transaction, transactionRepeated } from "../database/index.ts";
import type { MessageEvent } from "../delivery/index.ts";
import {
  changeConsent,
  findKept,
  freezePerson,
  noteResponse,
  openKept,
  pauseUnchecked,
  replan,
} from "../follow-ups/index.ts";
import { type Permission, readPermission, readPersonSettings, readStanding } from "../privacy/index.ts";
import type { PersonId, Place } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { storable, storableName } from "./storable.ts";

/** What came of a message. */
export interface Remembered {
  /** What is to be answered, by whoever stored it; `null`: nothing, or it was stored before and somebody else answers it, or did. */
  readonly owed: OwedAnswer | null;
  /** Words that were kept for this visit. */
  readonly kept: string | null;
}

/** The question comes with the third message of a talk or later: by then there is a talk to go back to. */
const MESSAGES_BEFORE_QUESTION = 3;

/** Stores a batch of messages with all that follows from them, in one transaction. */
export async function rememberMessages(
  parts: BotParts,
  events: readonly MessageEvent[],
): Promise<readonly Remembered[]> {
  return transactionRepeated(parts.database, async (transaction) => {
    const results = new Map<MessageEvent, Remembered>();
    // In the order of their ids, so that two processes never wait for each other in a circle.
    const ordered = events.toSorted((one, other) =>
      one.actor.id < other.actor.id ? -1 : one.actor.id > other.actor.id ? 1 : 0,
    );
    const asked = new Set<PersonId>();
    for (const event of ordered) {
      const remembered = await rememberOne(parts, transaction, { event, asked });
      if (remembered.owed?.question === true) {
        asked.add(event.actor.id);
      }
      results.set(event, remembered);
    }
    // Noted with the messages: whoever finds the process dead knows what it had not answered.
    await oweAnswers(
      transaction,
      [...results.values()].flatMap(({ owed }) => owed ?? []),
    );
    return events.map((event) => results.get(event) ?? NOTHING_NEW);
  });
}

const NOTHING_NEW: Remembered = { owed: null, kept: null };

async function rememberOne(
  parts: BotParts,
  transaction: Transaction,
  { event, asked }: { readonly event: MessageEvent; /** By the same batch. */ readonly asked: ReadonlySet<PersonId> },
): Promise<Remembered> {
  const { followUps } = parts;
  const { messageId, place, text, at: sentAt, actor } = event;
  const person = actor.id;
  if (!event.addressed && !(await mayOverhear(parts, transaction, person))) {
    return NOTHING_NEW;
  }
  await lockPerson(transaction, person);
  const { permission, settings } = await readStanding(transaction, person, followUps.settings.consentMode);
  const { timeZone } = settings;
  const reading = await readInTalk(transaction, { personId: person, place, text, sentAt }, timeZone);
  const crisis = reading.danger !== null;
  const permitted = "place" in permission;
  const calm = !crisis && !reading.tender; // nobody is asked about a recital under the news of a death
  const answerable = event.addressed && parts.inbox.isInTime(event); // not what was overheard, or was said while nobody listened
  const replies = answerable && parts.manners.replies;
  const kept = permitted && calm && replies ? await findKept(followUps, transaction, { person, place }) : null;
  const state = await rememberMessage(
    transaction,
    { messageId, personId: person, name: storableName(actor.name), place, text: storable(text), sentAt },
    {
      permitted,
      retentionDays: followUps.settings.retentionDays,
      reading,
      timeZone,
      ids: followUps.ids,
      leave: followUps.host.brings,
    },
  );
  if (state === null) {
    return NOTHING_NEW;
  }
  if (crisis) {
    await freezePerson(followUps, transaction, person);
    return { owed: owe(event, replies && { crisis }), kept: null };
  }
  await pauseWhereUnchecked(parts, transaction, { person, reading });
  if (permitted) {
    await noteResponse(transaction, person, sentAt);
    await replan(followUps, transaction, person);
  } else if (event.addressed) {
    await permitByOperator(parts, transaction, { event, permission });
  }
  const question =
    calm &&
    answerable &&
    !asked.has(person) &&
    (await mayAsk(parts, transaction, { person, place, permission, state })) &&
    !(await isQuestionOwed(transaction, person)); // it is on its way under another message
  return {
    owed: owe(event, answerable && { reply: replies && parts.replyModel !== null, question }),
    kept: kept === null ? null : await openKept(followUps, transaction, { person, kept }),
  };
}

/** Where nobody could look for signs of danger, nothing is sent for a while. */
async function pauseWhereUnchecked(
  { logger }: BotParts,
  transaction: Transaction,
  { person, reading }: { readonly person: PersonId; readonly reading: MessageReading },
): Promise<void> {
  if (reading.unchecked === true) {
    await pauseUnchecked(transaction, person);
    logger.error({}, "a message could not be looked at for signs of danger; no follow-up to its writer for three days");
  }
}

function owe(
  { messageId, actor }: MessageEvent,
  what: false | Partial<Pick<OwedAnswer, "crisis" | "reply" | "question">>,
): OwedAnswer | null {
  const owed = { messageId, personId: actor.id, crisis: false, reply: false, question: false, ...what };
  return owed.crisis || owed.reply || owed.question ? owed : null;
}

/** Whoever never said a word to the bot is no business of ours: of them nothing is kept, not even that they wrote. */
async function mayOverhear({ followUps }: BotParts, transaction: Transaction, person: PersonId): Promise<boolean> {
  const { messageCount } = await readPerson(transaction, person);
  return messageCount > 0 || "place" in (await readPermission(transaction, person, followUps.settings.consentMode));
}

/** Under `opt-out` the operator's setting stands for the yes, in the place where they talk to the bot, until a no. */
async function permitByOperator(
  { followUps }: BotParts,
  transaction: Transaction,
  { event, permission }: { readonly event: MessageEvent; readonly permission: Permission },
): Promise<void> {
  if (followUps.settings.consentMode !== "opt-out" || permission.state !== "not_asked") {
    return;
  }
  const record = {
    personId: event.actor.id,
    decision: "granted",
    mechanism: "operator_setting",
    textVersion: "none",
    language: "en",
    place: event.place,
    decidedAt: event.at,
  } as const;
  await changeConsent(followUps, transaction, { record, name: storableName(event.actor.name) });
}

/** Where and to whom the question may be put. */
export interface AskableQuestion {
  readonly person: PersonId;
  readonly place: Place;
  readonly permission: Permission;
  readonly state: PersonState;
}

/** Whether the question may be put to them there: once, and once more where somebody wants it. Never in the crisis lane. */
export async function mayAsk(
  { followUps: { settings }, manners }: BotParts,
  transaction: Transaction,
  { person, place, permission, state }: AskableQuestion,
): Promise<boolean> {
  if (!manners.asks || settings.consentMode !== "ask" || !settings.enabled || "place" in permission) {
    return false;
  }
  const { questionAskedAt, askAgain, askAgainServer, frozenAt } = await readPersonSettings(transaction, person);
  const firstTime =
    permission.state === "not_asked" && questionAskedAt === null && state.talkMessageCount >= MESSAGES_BEFORE_QUESTION;
  const again = askAgain && (askAgainServer === null || askAgainServer === place.serverId);
  return frozenAt === null && (firstTime || again);
}
