import type { Message } from "../../../contract.ts";

/** `follow_up`: the bot wrote of its own accord. `question`: it asks for permission. */
export type MessageKind = "plain" | "follow_up" | "question";

/** What a message is, seen by its buttons. */
export function messageKind({ author, buttons }: Message): MessageKind {
  if (!author.bot) {
    return "plain";
  }
  if (buttons.some(({ id }) => id === "stop")) {
    return "follow_up";
  }
  return buttons.some(({ id }) => id.startsWith("consent:") && id !== "consent:ask") ? "question" : "plain";
}
