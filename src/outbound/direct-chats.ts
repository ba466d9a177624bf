import type { Database, Queryable } from "../database/index.ts";
import type { DirectChats } from "../delivery/index.ts";
import { MINUTE_MS } from "../kernel/index.ts";
import {
  deleteDirectChat,
  holdOpenings,
  selectBudget,
  selectDirectChat,
  takeOpening,
  upsertDirectChat,
} from "./sql/direct-chats.ts";

/** How many direct chats may be opened: at most `openings` within any `perMs`. */
export interface DirectChatLimits {
  readonly openings: number;
  readonly perMs: number;
}

/** What a bot may open without being taken for a spammer. Guessed: Discord tells no number. */
export const DIRECT_CHAT_LIMITS: DirectChatLimits = { openings: 10, perMs: 10 * MINUTE_MS };

/** Whoever finds room again at the very moment in which they look is to look once more, but not at once. */
const SHORTEST_WAIT_MS = 1000;
const REASON_LENGTH = 255;

/** What all processes know together of their direct chats, kept in the database. Counts in real time, whatever clock the rest goes by. */
export function createDirectChats(database: Database, { openings, perMs }: DirectChatLimits): DirectChats {
  return {
    find: async (person) => (await database.run(selectDirectChat, [person]))[0]?.channelId ?? null,
    remember: async (person, channelId) => {
      await database.run(upsertDirectChat, [person, channelId]);
    },
    takeOpening: async () => {
      if ((await database.run(takeOpening, [openings, perMs])).length > 0) {
        return { granted: true };
      }
      const [budget] = await database.run(selectBudget, [openings, perMs]);
      return { granted: false, retryAfterMs: Math.max(SHORTEST_WAIT_MS, Math.ceil(budget?.waitMs ?? 0)) };
    },
    holdOpenings: async (forMs, reason) => {
      await database.run(holdOpenings, [forMs, reason.slice(0, REASON_LENGTH)]);
    },
  };
}

/** How the budget for opening direct chats stands. */
export interface OpeningState {
  /** Within the time of the budget. */
  readonly taken: number;
  /** Set while nothing is opened, because the platform said that there were too many. */
  readonly held: { readonly until: Date; readonly reason: string } | null;
}

/** Reads how the budget stands. */
export async function readOpenings(db: Queryable, { openings, perMs }: DirectChatLimits): Promise<OpeningState> {
  const [budget] = await db.run(selectBudget, [openings, perMs]);
  const until = budget?.heldUntil ?? null;
  return { taken: budget?.taken ?? 0, held: until && { until, reason: budget?.holdReason ?? "" } };
}

/** A direct chat is gone: it has to be opened again before the next message. */
export async function forgetDirectChat(db: Queryable, channelId: string): Promise<void> {
  await db.run(deleteDirectChat, [channelId]);
}
