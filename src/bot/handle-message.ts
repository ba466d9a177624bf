import { readPerson, settleOwed, wroteSince } from "../conversation/index.ts";
import type { OwedAnswer } from "../conversation/index.ts";
import { transactionRepeated } from "../database/index.ts";
import type { MessageEvent, Reply } from "../delivery/index.ts";
import { cleanName } from "../follow-ups/index.ts";
import { noteQuestionAsked, permissionQuestion, readPermission } from "../privacy/index.ts";
import { BUTTON_IDS } from "../vocabulary/index.ts";
import { answer } from "./answer.ts";
import type { BotParts } from "./bot-parts.ts";
import { crisisAnswer } from "./crisis/index.ts";
import { mayAsk, type Remembered } from "./remember-messages.ts";
import { replyByModel } from "./reply-by-model.ts";

/** The keys of answers to one message: said once more by another process, each is still one message to whoever reads it. */
const KEYS = { crisis: "c", reply: "r", question: "q" } as const;

/** Answers a message that was stored: in a crisis with fixed words and nothing else. What was only overheard gets no answer. */
export async function answerMessage(parts: BotParts, event: MessageEvent, { owed, kept }: Remembered): Promise<void> {
  if (owed?.crisis === true) {
    await answer(parts, event, await helpWords(parts, event));
  }
  // Whoever went on talking while nobody listened gets one answer, to the last that they said.
  const toLast = event.missed !== true || !(await wroteSince(parts.database, lookOf(event)));
  if (owed?.reply === true && toLast && parts.replyModel !== null) {
    await replyByModel(parts, parts.replyModel, { event, key: KEYS.reply });
  }
  if (kept !== null) {
    await answer(parts, event, { text: kept, onlyForActor: false });
  }
  const asked = owed?.question === true && (await answer(parts, event, question(parts, event)));
  if (owed !== null) {
    await settle(parts, event, { owed, asked });
  }
}

function lookOf({ actor, place, at }: MessageEvent): Parameters<typeof wroteSince>[1] {
  return { personId: actor.id, place, sentAt: at };
}

/** Answers a message that a process had in hand when it died, as far as it had not: what stands there already is not said again. */
export async function answerOwed(parts: BotParts, event: MessageEvent, owed: OwedAnswer): Promise<void> {
  const { crisis, reply } = KEYS;
  const words = owed.crisis ? await helpWords(parts, event) : null;
  if (words !== null && (await wasGiven(parts, event, { ...words, key: crisis })) !== "found") {
    await answer(parts, event, words); // where nobody can tell, twice is better than never
  }
  const replied =
    owed.reply && parts.replyModel !== null ? await wasGiven(parts, event, { text: null, key: reply }) : "found";
  if (parts.replyModel !== null && replied === "absent") {
    await replyByModel(parts, parts.replyModel, { event, key: reply });
  }
  await settle(parts, event, { owed, asked: owed.question && (await askIfNotAsked(parts, event)) });
}

function wasGiven(
  { inbox }: BotParts,
  event: MessageEvent,
  { text, key }: { readonly text: string | null; readonly key: string },
): ReturnType<BotParts["inbox"]["findAnswer"]> {
  return inbox.findAnswer(event, { text, key });
}

/** Whether they were asked, now or before; what nobody can tell counts as asked. */
async function askIfNotAsked(parts: BotParts, event: MessageEvent): Promise<boolean> {
  const { database, followUps } = parts;
  const words = question(parts, event);
  if ((await wasGiven(parts, event, { ...words, key: KEYS.question })) !== "absent") {
    return true;
  }
  const person = event.actor.id;
  const stillToBeAsked = await transactionRepeated(database, async (transaction) => {
    const permission = await readPermission(transaction, person, followUps.settings.consentMode);
    const state = await readPerson(transaction, person);
    return mayAsk(parts, transaction, { person, place: event.place, permission, state });
  });
  return stillToBeAsked && (await answer(parts, event, words));
}

/** The platform has taken it, or never will: nothing is owed any more. Only now the question counts as asked. */
async function settle(
  { database }: BotParts,
  { actor, at, messageId }: MessageEvent,
  { owed, asked }: { readonly owed: OwedAnswer; readonly asked: boolean },
): Promise<void> {
  if (!asked) {
    await settleOwed(database, messageId);
    return;
  }
  await transactionRepeated(database, async (transaction) => {
    await noteQuestionAsked(transaction, actor.id, at);
    await settleOwed(transaction, owed.messageId);
  });
}

async function helpWords(parts: BotParts, event: MessageEvent): Promise<Reply> {
  return { ...(await crisisAnswer(parts, event)), key: KEYS.crisis };
}

function question({ questionFacts }: BotParts, event: MessageEvent): Reply {
  const key = KEYS.question;
  if (event.place.kind === "dm") {
    const { text, buttons } = permissionQuestion(questionFacts);
    return { text, buttons, onlyForActor: true, key };
  }
  // Among others only a small button: whoever presses it sees the question alone.
  const name = cleanName(event.actor.name);
  return {
    text: name === null ? "May I ask you something?" : `${name}, may I ask you something?`,
    buttons: [{ id: BUTTON_IDS.consentAsk, label: "Follow-ups?" }],
    onlyForActor: false,
    key,
  };
}
