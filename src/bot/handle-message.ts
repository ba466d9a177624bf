import type { MessageEvent } from "../delivery/index.ts";
import { permissionQuestion } from "../privacy/index.ts";
import { BUTTON_IDS } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";
import { CRISIS_WORDS } from "./crisis-words.ts";
import { replyByModel } from "./reply-by-model.ts";
import type { Remembered } from "./remember-messages.ts";

/** Answers a message that was stored: in a crisis with fixed words and nothing else. */
export async function answerMessage(parts: BotParts, event: MessageEvent, remembered: Remembered): Promise<void> {
  if (!remembered.isNew) {
    return;
  }
  if (remembered.crisis) {
    await parts.inbox.reply(event, { text: CRISIS_WORDS, onlyForActor: true });
    return;
  }
  if (parts.replyModel !== null) {
    await replyByModel(parts, parts.replyModel, event);
  }
  if (remembered.kept !== null) {
    await parts.inbox.reply(event, { text: remembered.kept, onlyForActor: false });
  }
  if (remembered.askPermission) {
    await askPermission(parts, event);
  }
}

async function askPermission({ inbox, questionFacts }: BotParts, event: MessageEvent): Promise<void> {
  if (event.place.kind === "dm") {
    const { text, buttons } = permissionQuestion(questionFacts);
    await inbox.reply(event, { text, buttons, onlyForActor: true });
    return;
  }
  // Among others only a small button: whoever presses it sees the question alone.
  await inbox.reply(event, {
    text: `${event.actor.name}, may I ask you something?`,
    buttons: [{ id: BUTTON_IDS.consentAsk, label: "Follow-ups?" }],
    onlyForActor: false,
  });
}
