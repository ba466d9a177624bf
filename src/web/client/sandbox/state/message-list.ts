import type { Message } from "../../../contract.ts";

/** Takes a message into its channel: in place of the one with its id, else by its time. */
export function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  if (messages.some(({ id }) => id === message.id)) {
    return messages.map((known) => (known.id === message.id ? message : known));
  }
  const laterAt = messages.findLastIndex(({ sentAt }) => sentAt <= message.sentAt) + 1;
  return messages.toSpliced(laterAt, 0, message);
}

/** Whether somebody wrote it. A person is known by id; the name is only for show. */
export function isBy({ author }: Message, user: string | null): boolean {
  return !author.bot && author.id === user;
}
