import { readMessage } from "../../conversation/index.ts";
import { transactionRepeated } from "../../database/index.ts";
import type { Button, MessageEvent, PressEvent, Reply } from "../../delivery/index.ts";
import { askForCheckIn } from "../../follow-ups/index.ts";
import { readPersonSettings } from "../../privacy/index.ts";
import { BUTTON_IDS, type PersonId, type Place } from "../../vocabulary/index.ts";
import { canBeTold } from "../answer.ts";
import type { BotParts } from "../bot-parts.ts";
import { privateAnswer } from "../private-words.ts";
import { crisisWords, type CrisisWordsFor } from "./crisis-words.ts";

const CHECK_IN: Button = { id: BUTTON_IDS.checkIn, label: "Ask me in a few days how I am" };
const CHECK_IN_NOTED =
  "I will ask you once, in two or three days, at an hour at which you are usually up. You can write before, at any time.";
const CHECK_IN_NOWHERE =
  "Here I cannot ask you without others seeing it. I am here if you write, and in a direct message we are alone.";

/**
 * The answer to a message with signs of danger. Nobody is exposed among others: where the words cannot be shown to them alone,
 * they get a button that does.
 */
export async function crisisAnswer(parts: BotParts, event: MessageEvent): Promise<Reply> {
  const { id, name } = event.actor;
  if (!canBeTold(parts.inbox, event)) {
    return privateAnswer(name, `${BUTTON_IDS.show}:${id}`);
  }
  return wordsFor(parts, { person: id, place: event.place, danger: readMessage(event.text, event.at).danger });
}

/** *Show me*, under a message among others: words for whom it is for alone. What was read is not kept, so they fit whatever it was. */
export async function showCrisisWords(parts: BotParts, { actor, place }: PressEvent, personId: string): Promise<Reply> {
  return actor.id === personId
    ? wordsFor(parts, { person: actor.id, place, danger: null })
    : { text: "These words are for somebody else.", onlyForActor: true };
}

/** They want to be asked in a few days how they are: once, here. Never among others. */
export async function askInAFewDays(
  { database, followUps }: BotParts,
  { actor, place, at }: PressEvent,
): Promise<Reply> {
  if (place.kind !== "dm") {
    return { text: CHECK_IN_NOWHERE, onlyForActor: true };
  }
  await transactionRepeated(database, (transaction) =>
    askForCheckIn(followUps, transaction, { person: actor.id, place, askedAt: at }),
  );
  return { text: CHECK_IN_NOTED, onlyForActor: true };
}

async function wordsFor(
  { database, followUps }: BotParts,
  { person, place, danger }: { readonly person: PersonId; readonly place: Place } & Pick<CrisisWordsFor, "danger">,
): Promise<Reply> {
  const { timeZone } = await readPersonSettings(database, person);
  const { enabled, dryRun } = followUps.settings;
  // Nothing is offered that would not be kept.
  const buttons = place.kind === "dm" && enabled && !dryRun ? [CHECK_IN] : [];
  return { text: crisisWords({ danger, timeZone }), buttons, onlyForActor: true };
}
