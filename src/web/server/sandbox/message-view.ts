import type { Message } from "../../contract.ts";
import type { ChatMessage } from "./sandbox-backend.ts";

/** A stored message as one person sees it. */
export function messageView(message: ChatMessage): Message {
  return {
    id: message.messageId,
    channel: message.channel,
    author: { id: message.authorId, name: message.authorName, bot: message.authorBot },
    text: message.text,
    sentAt: message.sentAt.toISOString(),
    buttons: message.buttons,
    onlyYou: message.onlyFor !== null,
  };
}

/** Whether this person can see it. */
export function isVisibleTo(message: ChatMessage, person: string): boolean {
  return (
    (message.dmWith === null || message.dmWith === person) && (message.onlyFor === null || message.onlyFor === person)
  );
}
