import { transactionRepeated } from "../database/index.ts";
import type { PressEvent, Reply } from "../delivery/index.ts";
import { changeConsent, explain, noteThumb, postpone, talkOfHost } from "../follow-ups/index.ts";
import { addMs, HOUR_MS } from "../kernel/index.ts";
import { findOutbound } from "../outbound/index.ts";
import { permissionQuestion, STOP_VERSION } from "../privacy/index.ts";
import { BUTTON_IDS, type ConsentDecision } from "../vocabulary/index.ts";
import { answer, settle } from "./answer.ts";
import { askThem } from "./ask-them.ts";
import type { BotParts } from "./bot-parts.ts";
import { runCommand, unpackCall } from "./commands/index.ts";
import { askInAFewDays, showCrisisWords } from "./crisis/index.ts";
import { dayOf } from "./plain-words.ts";
import { pressJob } from "./job-buttons.ts";
import { storableName } from "./storable.ts";
import { PAUSED_WORDS } from "./paused-words.ts";

/** What a button does; the answer goes to whoever pressed alone. `null`: taken note of. */
type PressHandler = (parts: BotParts, event: PressEvent) => Promise<Reply | null>;

const HANDLERS: ReadonlyMap<string, PressHandler> = new Map(
  Object.entries<PressHandler>({
    [BUTTON_IDS.consentAsk]: (parts) => Promise.resolve(question(parts)),
    [BUTTON_IDS.consentYes]: (parts, event) => answerQuestion(parts, event, "granted"),
    [BUTTON_IDS.consentTopics]: (parts, event) => answerQuestion(parts, event, "topics_only"),
    [BUTTON_IDS.consentNo]: (parts, event) => answerQuestion(parts, event, "refused"),
    [BUTTON_IDS.why]: why,
    [BUTTON_IDS.later]: (parts, event) => later(parts, event, DEFAULT_LATER_HOURS),
    [BUTTON_IDS.stop]: stop,
    [BUTTON_IDS.checkIn]: checkIn,
    [BUTTON_IDS.up]: (parts, event) => thumb(parts, event, "up"),
    [BUTTON_IDS.down]: (parts, event) => thumb(parts, event, "down"),
  }),
);

type ValueHandler = (parts: BotParts, event: PressEvent, value: string) => Promise<Reply | null>;

/** Buttons whose id carries a value after the colon: `later:168`, `ask:nora`. */
const VALUE_HANDLERS: ReadonlyMap<string, ValueHandler> = new Map(
  Object.entries<ValueHandler>({
    [BUTTON_IDS.later]: chosenLater,
    [BUTTON_IDS.ask]: askThem,
    [BUTTON_IDS.job]: pressJob,
    [BUTTON_IDS.show]: showCrisisWords,
    [BUTTON_IDS.run]: runPacked,
  }),
);

const DEFAULT_LATER_HOURS = 72;
const LATER_CHOICES = [
  { hours: 24, label: "In a day" },
  { hours: 168, label: "In a week" },
  { hours: 720, label: "In a month" },
] as const;

/** A person pressed a button under a message of ours, of whatever age. */
export async function handlePress(parts: BotParts, event: PressEvent): Promise<void> {
  const { buttonId } = event;
  const colon = buttonId.indexOf(":");
  const handler = HANDLERS.get(buttonId);
  const valueHandler = colon === -1 ? undefined : VALUE_HANDLERS.get(buttonId.slice(0, colon));
  const reply =
    (await strangersAnswer(parts, event)) ??
    (await (handler?.(parts, event) ?? valueHandler?.(parts, event, buttonId.slice(colon + 1))));
  if (reply) {
    await answer(parts, event, reply);
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

function answerTo(decision: ConsentDecision, settingsCommand: string): string {
  switch (decision) {
    case "granted":
      return `Thank you. I will write now and then, at hours at which you are usually here. \`${settingsCommand} off\` ends it at any time.`;
    case "topics_only":
      return `Understood: only about what you told me. \`${settingsCommand} off\` ends it at any time.`;
    case "refused":
      return `Understood. I will not write to you by myself, and I will not ask again of my own accord. \`${settingsCommand} on\` changes it at any time.`;
  }
}

async function answerQuestion(parts: BotParts, event: PressEvent, decision: ConsentDecision): Promise<Reply> {
  const { paused } = await decideConsent(parts, event, { decision, mechanism: "button" });
  await settle(parts, event);
  return forActor(paused && decision !== "refused" ? PAUSED_WORDS : answerTo(decision, settingsCommandOf(parts)));
}

async function stop(parts: BotParts, event: PressEvent): Promise<Reply> {
  await decideConsent(parts, event, { decision: "refused", mechanism: "stop_button" });
  return forActor(
    `Done: I will not write to you by myself any more, and what I had noted from our talks is deleted. \`${settingsCommandOf(parts)} on\` changes it at any time.`,
  );
}

async function decideConsent(
  { database, followUps, questionFacts }: BotParts,
  { actor, place, at }: PressEvent,
  { decision, mechanism }: { readonly decision: ConsentDecision; readonly mechanism: "button" | "stop_button" },
): Promise<{ readonly paused: boolean }> {
  const record = {
    personId: actor.id,
    decision,
    mechanism,
    textVersion: mechanism === "stop_button" ? STOP_VERSION : permissionQuestion(questionFacts).version,
    language: "en",
    place,
    decidedAt: at,
  } as const;
  const texts = decision === "refused" ? undefined : await talkOfHost(followUps, actor.id, place);
  return transactionRepeated(database, (transaction) =>
    changeConsent(followUps, transaction, { record, name: storableName(actor.name), texts }),
  );
}

async function why({ database, inbox }: BotParts, { outboundId }: PressEvent): Promise<Reply> {
  const message = outboundId === null ? null : await findOutbound(database, outboundId);
  return forActor(
    message === null
      ? "The record of this message is deleted, so I cannot say any more."
      : explain(message, (moment) => dayOf({ inbox }, moment)),
  );
}

async function later(
  { database, followUps, inbox }: BotParts,
  { actor, outboundId, at }: PressEvent,
  hours: number,
): Promise<Reply> {
  const until = addMs(at, hours * HOUR_MS);
  await transactionRepeated(database, (transaction) =>
    postpone(followUps, transaction, { person: actor.id, outboundId, until }),
  );
  const buttons = LATER_CHOICES.map((choice) => ({ id: `${BUTTON_IDS.later}:${choice.hours}`, label: choice.label }));
  return forActor(`Alright: nothing before ${dayOf({ inbox }, until)}. Or choose:`, buttons);
}

async function chosenLater(parts: BotParts, event: PressEvent, value: string): Promise<Reply | null> {
  const choice = LATER_CHOICES.find(({ hours }) => String(hours) === value);
  if (choice === undefined) {
    return null;
  }
  await later(parts, event, choice.hours);
  await settle(parts, event);
  return forActor(`Alright: nothing before ${dayOf(parts, addMs(event.at, choice.hours * HOUR_MS))}.`);
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

/** Asked once, the button is gone. */
async function checkIn(parts: BotParts, event: PressEvent): Promise<Reply> {
  const reply = await askInAFewDays(parts, event);
  await settle(parts, event);
  return reply;
}

/** *Show me*, under a command that was typed among others: it runs for whoever presses, with their rights. */
async function runPacked(parts: BotParts, event: PressEvent, value: string): Promise<null> {
  await runCommand(parts, event, unpackCall(parts, value));
  return null;
}

function settingsCommandOf({ followUps }: BotParts): string {
  return followUps.settings.settingsCommand;
}
