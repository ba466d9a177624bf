import { Routes } from "discord.js";
import { z } from "zod";

import { type Logger, MINUTE_MS, monotonicMs, SECOND_MS, toError } from "../../../kernel/index.ts";
import type { PersonId } from "../../../vocabulary/index.ts";
import type { DirectChats } from "../../direct-chats.ts";
import type { DiscordApi } from "./discord-api.ts";
import { judge } from "./discord-errors.ts";
import { DiscordRequestError } from "./discord-request-error.ts";

/** How long nothing is opened after Discord said that there were too many. */
export const HOLD_MS = 10 * MINUTE_MS;
/** A rate limit on opening that is longer than this is not the ordinary one. */
const ORDINARY_LIMIT_MS = 5 * SECOND_MS;
/** So many people's channels are remembered as told, so that not each message writes to the database. */
const MOST_TOLD = 20_000;

/** A direct chat's channel, or how long it cannot be opened. */
export type OpenedChannel =
  { readonly type: "open"; readonly channelId: string } | { readonly type: "wait"; readonly retryAfterMs: number };

/** Discord's channels of direct chats. */
export interface DirectChannels {
  find(person: PersonId): Promise<string | null>;
  /** A person was seen in a direct chat. Never rejects. */
  seen(person: PersonId, channelId: string): Promise<void>;
  /** Finds the channel, or opens one if the budget allows it. @throws DiscordRequestError */
  open(person: PersonId, signal: AbortSignal): Promise<OpenedChannel>;
  /** Opens nothing for a while, in all processes. */
  hold(reason: string, forMs?: number): Promise<void>;
  /** For how long nothing is opened, as far as this process knows; 0: nothing stands in the way. */
  heldForMs(): number;
}

const channelSchema = z.object({ id: z.string() });

/** Direct chats by what all processes know of them, and by Discord. */
export function createDirectChannels(api: DiscordApi, directChats: DirectChats, logger: Logger): DirectChannels {
  const told = new Map<PersonId, string>();
  let heldUntilMs = 0;

  async function hold(reason: string, forMs = HOLD_MS): Promise<void> {
    heldUntilMs = Math.max(heldUntilMs, monotonicMs() + forMs);
    logger.error({ reason, forMinutes: Math.ceil(forMs / MINUTE_MS) }, "no direct chats are opened for a while");
    await directChats.holdOpenings(forMs, reason);
  }

  async function create(person: PersonId, signal: AbortSignal): Promise<OpenedChannel> {
    try {
      const answer = await api.post(Routes.userChannels(), { recipient_id: person }, { signal, canWait: true });
      const { id } = channelSchema.parse(answer);
      await directChats.remember(person, id); // before anything is written there, so that it can be looked for
      return { type: "open", channelId: id };
    } catch (thrown) {
      const limitMs = limitOf(thrown);
      if (limitMs === null) {
        throw thrown;
      }
      if (limitMs <= ORDINARY_LIMIT_MS) {
        return { type: "wait", retryAfterMs: limitMs };
      }
      const forMs = Math.max(limitMs, HOLD_MS);
      await hold("Discord limits the opening of direct chats", forMs);
      return { type: "wait", retryAfterMs: forMs };
    }
  }

  return {
    find: (person) => directChats.find(person),
    seen: async (person, channelId) => {
      if (told.get(person) === channelId) {
        return;
      }
      if (told.size >= MOST_TOLD) {
        told.clear();
      }
      told.set(person, channelId);
      try {
        await directChats.remember(person, channelId);
      } catch (thrown) {
        told.delete(person);
        logger.warn({ error: toError(thrown).message }, "a direct chat could not be remembered");
      }
    },
    open: async (person, signal) => {
      const channelId = await directChats.find(person);
      if (channelId !== null) {
        return { type: "open", channelId };
      }
      const opening = await directChats.takeOpening();
      return opening.granted ? create(person, signal) : { type: "wait", retryAfterMs: opening.retryAfterMs };
    },
    hold,
    heldForMs: () => Math.max(0, heldUntilMs - monotonicMs()),
  };
}

/** How long a rate limit holds; `null`: it was something else. */
function limitOf(thrown: unknown): number | null {
  const verdict = thrown instanceof DiscordRequestError && thrown.status === 429 ? judge(thrown) : null;
  return verdict?.meaning === "later" ? verdict.retryAfterMs : null;
}
