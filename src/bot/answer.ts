import {
  type Inbox,
  type InboxEvent,
  type PressEvent,
  type Reply,
  ReplyRefusedError,
  ReplyTooLateError,
} from "../delivery/index.ts";
import type { BotParts } from "./bot-parts.ts";

/** What a chat message holds at most, with room for what a platform puts around it. */
const MAX_ANSWER_LENGTH = 1900;

/**
 * Answers an event. False where it is too old to be answered, or the platform takes no answer there: an answer that late would be a
 * message of our own accord. Whatever else the event led to holds all the same.
 */
export function answer(parts: Pick<BotParts, "inbox" | "logger">, event: InboxEvent, reply: Reply): Promise<boolean> {
  return inTime(parts, event, () => parts.inbox.reply(event, { ...reply, text: cutAtLine(reply.text) }));
}

/** Takes the buttons off the message that was pressed, where it is not too late for that. */
export function settle(parts: Pick<BotParts, "inbox" | "logger">, event: PressEvent): Promise<boolean> {
  return inTime(parts, event, () => parts.inbox.settlePressed(event));
}

async function inTime(
  { logger }: Pick<BotParts, "logger">,
  event: InboxEvent,
  act: () => Promise<void>,
): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    if (thrown instanceof ReplyTooLateError) {
      logger.warn({ type: event.type }, "an event came too late to be answered");
      return false;
    }
    if (thrown instanceof ReplyRefusedError) {
      logger.warn({ type: event.type }, "an event could not be answered: the platform takes no answer there");
      return false;
    }
    throw thrown;
  }
}

/** Whether an answer can be shown to whoever it is for alone. */
export function canBeTold(inbox: Inbox, event: InboxEvent): boolean {
  return event.place.kind === "dm" || inbox.canWhisper(event);
}

function cutAtLine(text: string): string {
  if (text.length <= MAX_ANSWER_LENGTH) {
    return text;
  }
  const kept = text.slice(0, MAX_ANSWER_LENGTH).toWellFormed();
  const lines = kept.lastIndexOf("\n");
  return `${lines > 0 ? kept.slice(0, lines) : kept}\n…`;
}
