import type { MessageEvent } from "../delivery/index.ts";
import { cleanName } from "../follow-ups/index.ts";
import { permissionQuestion } from "../privacy/index.ts";
import { BUTTON_IDS } from "../vocabulary/index.ts";
import { answer, canBeTold } from "./answer.ts";
import type { BotParts } from "./bot-parts.ts";
import { CRISIS_WORDS } from "./crisis-words.ts";
import { privateAnswer } from "./private-words.ts";
import { replyByModel } from "./reply-by-model.ts";
import type { Remembered } from "./remember-messages.ts";

/** Answers a message that was stored: in a crisis with fixed words and nothing else. What was only overheard gets no answer. */
export async function answerMessage(parts: BotParts, event: MessageEvent, remembered: Remembered): Promise<void> {
  if (!remembered.isNew || !event.addressed) {
    return;
  }
  if (remembered.crisis) {
    await answerCrisis(parts, event);
    return;
  }
  if (parts.replyModel !== null) {
    await replyByModel(parts, parts.replyModel, event);
  }
  if (remembered.kept !== null) {
    await answer(parts, event, { text: remembered.kept, onlyForActor: false });
  }
  if (remembered.askPermission) {
    await askPermission(parts, event);
  }
}

/** Nobody is exposed among others: where the words cannot be shown to them alone, they get a button that does. */
async function answerCrisis(parts: BotParts, event: MessageEvent): Promise<void> {
  const { id, name } = event.actor;
  await answer(
    parts,
    event,
    canBeTold(parts.inbox, event)
      ? { text: CRISIS_WORDS, onlyForActor: true }
      : privateAnswer(name, `${BUTTON_IDS.show}:${id}`),
  );
}

async function askPermission(parts: BotParts, event: MessageEvent): Promise<void> {
  if (event.place.kind === "dm") {
    const { text, buttons } = permissionQuestion(parts.questionFacts);
    await answer(parts, event, { text, buttons, onlyForActor: true });
    return;
  }
  // Among others only a small button: whoever presses it sees the question alone.
  const name = cleanName(event.actor.name);
  await answer(parts, event, {
    text: name === null ? "May I ask you something?" : `${name}, may I ask you something?`,
    buttons: [{ id: BUTTON_IDS.consentAsk, label: "Follow-ups?" }],
    onlyForActor: false,
  });
}
