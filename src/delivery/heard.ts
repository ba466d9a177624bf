import type { PersonId, Place } from "../vocabulary/index.ts";

/** Where people talk with the bot: a channel, or the direct chat with a person. */
export type TalkPlace = { readonly place: Place } | { readonly directChatWith: PersonId };

/**
 * What all processes of a bot know together of what they heard, so that what was said while none of them listened can be read up
 * where the platform does not tell it by itself.
 */
export interface Heard {
  /** Until when this connection surely heard everything; `null`: it never listened. */
  until(listener: string): Promise<Date | null>;
  /** It has heard everything up to now. */
  note(listener: string): Promise<void>;
  /** Where people talked with the bot lately, or agreed to be written to; the newest first. */
  talkPlaces(limit: number): Promise<readonly TalkPlace[]>;
  /** The servers of which anything is kept. */
  servers(): Promise<readonly string[]>;
}
