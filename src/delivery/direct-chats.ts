import type { PersonId } from "../vocabulary/index.ts";

/**
 * What all processes of a bot know together of its direct chats. A direct chat has to be opened before the first message, and a bot
 * that opens many is taken for a spammer: so openings have a budget.
 */
export interface DirectChats {
  /** The platform's channel of a direct chat that is open; `null`: none is known. */
  find(person: PersonId): Promise<string | null>;
  remember(person: PersonId, channelId: string): Promise<void>;
  /** Takes one opening from the budget. */
  takeOpening(): Promise<{ readonly granted: true } | { readonly granted: false; readonly retryAfterMs: number }>;
  /** The platform said that there were too many: nothing is opened for so long, by any process. */
  holdOpenings(forMs: number, reason: string): Promise<void>;
}
