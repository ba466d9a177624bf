import { transactionRepeated } from "../database/index.ts";
import { readPerson } from "../conversation/index.ts";
import type { PressEvent, Reply } from "../delivery/index.ts";
import { changeConsent, explain, noteThumb, postpone } from "../follow-ups/index.ts";
import { addMs, describeDay, HOUR_MS } from "../kernel/index.ts";
import { findOutbound } from "../outbound/index.ts";
import { askOnceMore, permissionQuestion, QUESTION_VERSION, STOP_VERSION } from "../privacy/index.ts";
import { BUTTON_IDS, type ConsentDecision, personId } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { PAUSED_WORDS } from "./paused-words.ts";

/** What a button does; the answer goes to whoever pressed alone. `null`: taken note of. */
type PressHandler = (parts: BotParts, event: PressEvent) => Promise<Reply | null>;

const HANDLERS: Readonly<Record<string, PressHandler>> = {
  [BUTTON_IDS.consentAsk]: (parts) => Promise.resolve(question(parts)),
  [BUTTON_IDS.consentYes]: (parts, event) => answerQuestion(parts, event, "granted"),
  [BUTTON_IDS.consentTopics]: (parts, event) => answerQuestion(parts, event, "topics_only"),
  [BUTTON_IDS.consentNo]: (parts, event) => answerQuestion(parts, event, "refused"),
  [BUTTON_IDS.why]: why,
  [BUTTON_IDS.later]: (parts, event) => later(parts, event, DEFAULT_LATER_HOURS),
  [BUTTON_IDS.stop]: stop,
  [BUTTON_IDS.up]: (parts, event) => thumb(parts, event, "up"),
  [BUTTON_IDS.down]: (parts, event) => thumb(parts, event, "down"),
};

/** Buttons whose id carries a value after the colon: `later:168`, `ask:nora`. */
const VALUE_HANDLERS: Readonly<
  Record<string, (parts: BotParts, event: PressEvent, value: string) => Promise<Reply | null>>
> = {
  later: chosenLater,
  ask: askThem,
};

const DEFAULT_LATER_HOURS = 72;
const LATER_CHOICES = [
  { hours: 24, label: "In a day" },
  { hours: 168, label: "In a week" },
  { hours: 720, label: "In a month" },
] as const;

/** A person pressed a button under a message of ours, of whatever age. */
export async function handlePress(parts: BotParts, event: PressEvent): Promise<void> {
  const [prefix = "", value = ""] = event.buttonId.split(":", 2);
  const handler = HANDLERS[event.buttonId];
  const reply =
    (await strangersAnswer(parts, event)) ??
    (await (handler?.(parts, event) ?? VALUE_HANDLERS[prefix]?.(parts, event, value)));
  if (reply) {
    await parts.inbox.reply(event, reply);
  }
}

function forActor(text: string, buttons: Reply["buttons"] = []): Reply {
  return { text, buttons, onlyForActor: true };
}

/** In a channel everybody sees a follow-up's buttons; they are its addressee's. */
async function strangersAnswer({ database }: BotParts, { outboundId, actor }: PressEvent): Promise<Reply | null> {
  const message = outboundId === null ? null : await findOutbound(database, outboundId);
  return message !== null && message.personId !== actor.id
    ? forActor("These buttons are for the person this message was written to.")
    : null;
}

function question({ questionFacts }: BotParts): Reply {
  const { text, buttons } = permissionQuestion(questionFacts);
  return forActor(text, buttons);
}

const ANSWERS: Readonly<Record<ConsentDecision, string>> = {
  granted:
    "Thank you. I will write now and then, at hours at which you are usually here. `!followup_settings off` ends it at any time.",
  topics_only: "Understood: only about what you told me. `!followup_settings off` ends it at any time.",
  refused:
    "Understood. I will not write to you by myself, and I will not ask again of my own accord. `!followup_settings on` changes it at any time.",
};

async function answerQuestion(parts: BotParts, event: PressEvent, decision: ConsentDecision): Promise<Reply> {
  const { paused } = await decideConsent(parts, event, { decision, mechanism: "button" });
  await parts.inbox.settlePressed(event);
  return forActor(paused && decision !== "refused" ? PAUSED_WORDS : ANSWERS[decision]);
}

async function stop(parts: BotParts, event: PressEvent): Promise<Reply> {
  await decideConsent(parts, event, { decision: "refused", mechanism: "stop_button" });
  return forActor(
    "Done: I will not write to you by myself any more, and what I had noted from our talks is deleted. `!followup_settings on` changes it at any time.",
  );
}

async function decideConsent(
  { database, followUps }: BotParts,
  { actor, place, at }: PressEvent,
  { decision, mechanism }: { readonly decision: ConsentDecision; readonly mechanism: "button" | "stop_button" },
): Promise<{ readonly paused: boolean }> {
  const record = {
    personId: actor.id,
    decision,
    mechanism,
    textVersion: mechanism === "stop_button" ? STOP_VERSION : QUESTION_VERSION,
    language: "en",
    place,
    decidedAt: at,
  } as const;
  return transactionRepeated(database, (transaction) =>
    changeConsent(followUps, transaction, { record, name: actor.name }),
  );
}

async function why({ database }: BotParts, { outboundId }: PressEvent): Promise<Reply> {
  const message = outboundId === null ? null : await findOutbound(database, outboundId);
  return forActor(
    message === null ? "The record of this message is deleted, so I cannot say any more." : explain(message),
  );
}

async function later(
  { database, followUps }: BotParts,
  { actor, outboundId, at }: PressEvent,
  hours: number,
): Promise<Reply> {
  const until = addMs(at, hours * HOUR_MS);
  await transactionRepeated(database, (transaction) =>
    postpone(followUps, transaction, { person: actor.id, outboundId, until }),
  );
  const buttons = LATER_CHOICES.map((choice) => ({ id: `${BUTTON_IDS.later}:${choice.hours}`, label: choice.label }));
  return forActor(`Alright: nothing before ${describeDay(until)}. Or choose:`, buttons);
}

async function chosenLater(parts: BotParts, event: PressEvent, value: string): Promise<Reply | null> {
  const choice = LATER_CHOICES.find(({ hours }) => String(hours) === value);
  if (choice === undefined) {
    return null;
  }
  await later(parts, event, choice.hours);
  await parts.inbox.settlePressed(event);
  return forActor(`Alright: nothing before ${describeDay(addMs(event.at, choice.hours * HOUR_MS))}.`);
}

async function thumb(
  { database, followUps }: BotParts,
  { actor, outboundId }: PressEvent,
  value: "up" | "down",
): Promise<null> {
  if (outboundId !== null) {
    await transactionRepeated(database, (transaction) =>
      noteThumb(followUps, transaction, { person: actor.id, outboundId, thumb: value }),
    );
  }
  return null;
}

/** *Ask them*, under the answer to an order: the question is put once more under that person's next message. */
async function askThem({ database }: BotParts, { actor }: PressEvent, value: string): Promise<Reply | null> {
  if (!actor.operator && !actor.serverAdministrator) {
    return forActor("Only administrators can have the question asked again.");
  }
  const person = personId(value);
  const { messageCount } = await readPerson(database, person);
  await transactionRepeated(database, (transaction) => askOnceMore(transaction, person));
  return forActor(
    messageCount === 0
      ? "They have not written yet. I will ask when they do."
      : "I will ask once more under their next message.",
  );
}
