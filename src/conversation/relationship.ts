import type { Relationship } from "../vocabulary/index.ts";
import type { PersonState } from "./conversation-types.ts";

/**
 * From which counts on a person is a friend, and a close friend: both must be reached. Guessed: a friend has talked on several
 * occasions, a close friend on many.
 */
export const RELATIONSHIP_THRESHOLDS = {
  friend: { messages: 15, talks: 3 },
  close_friend: { messages: 80, talks: 12 },
} as const;

/** How close the bot and a person are. */
export function relationshipOf({
  messageCount,
  talkCount,
}: Pick<PersonState, "messageCount" | "talkCount">): Relationship {
  const reached = (level: { readonly messages: number; readonly talks: number }): boolean =>
    messageCount >= level.messages && talkCount >= level.talks;
  if (reached(RELATIONSHIP_THRESHOLDS.close_friend)) {
    return "close_friend";
  }
  return reached(RELATIONSHIP_THRESHOLDS.friend) ? "friend" : "acquaintance";
}
