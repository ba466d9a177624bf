import { type RESTPostAPIChannelMessageJSONBody, Routes } from "discord.js";
import { z } from "zod";

import { SECOND_MS } from "../../../../kernel/index.ts";
import type { Place } from "../../../../vocabulary/index.ts";
import type { Outlet, OutletMessage, SendResult } from "../../../outlet.ts";
import type { DiscordContext } from "../context.ts";
import type { OpenedChannel } from "../direct-channels.ts";
import { HOLD_MS } from "../direct-channels.ts";
import type { ReadUp } from "../incoming/read-up.ts";
import { judge } from "../discord-errors.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { cleanText } from "../text/clean.ts";
import { cutAboveSmallPrint, LONGEST_MESSAGE } from "../text/cut.ts";
import { buttonRows } from "./button-rows.ts";
import { findMessage } from "./find-message.ts";

/**
 * Messages of our own accord, over REST: any process can send them, connected or not.
 *
 * `send` throws {@link DiscordRequestError} where nobody knows whether the message arrived.
 */
export function discordOutlet(context: DiscordContext, readUp: Pick<ReadUp, "isBehind">): Outlet {
  return {
    send: async (message, signal) => {
      if (readUp.isBehind()) {
        return { type: "later", retryAfterMs: UNTIL_READ_UP_MS }; // they may be back, and it is decided again
      }
      try {
        const channel = await channelOf(context, message, signal);
        return channel.type === "open"
          ? { type: "accepted", platformMessageId: await post(context, { ...message, ...channel }, signal) }
          : { type: "later", retryAfterMs: channel.retryAfterMs };
      } catch (thrown) {
        return await resultOf(context, thrown);
      }
    },
    find: (place, nonce) => findMessage(context, place, nonce),
  };
}

const UNTIL_READ_UP_MS = 2 * SECOND_MS;

async function channelOf(
  { directChannels }: DiscordContext,
  { place, person }: Pick<OutletMessage, "place" | "person">,
  signal: AbortSignal,
): Promise<OpenedChannel> {
  return place.kind === "dm" ? directChannels.open(person, signal) : { type: "open", channelId: place.channelId };
}

const madeSchema = z.object({ id: z.string().min(1) });

async function post(
  { api }: DiscordContext,
  message: OutletMessage & { readonly channelId: string },
  signal: AbortSignal,
): Promise<string> {
  const route = Routes.channelMessages(message.channelId);
  const made = madeSchema.safeParse(await api.post(route, messageBody(message), { signal, canWait: true }));
  if (!made.success) {
    // Accepted, and cut off before it said as what.
    const facts = { status: 200, discordCode: null, networkCode: "EMPTY_ANSWER", retryAfterMs: null };
    throw new DiscordRequestError({ request: `POST ${route}`, ...facts });
  }
  return made.data.id;
}

function messageBody({ nonce, person, place, text, buttons }: OutletMessage): RESTPostAPIChannelMessageJSONBody {
  const among = inChannel(place);
  const clean = cleanText(text);
  return {
    content: cutAboveSmallPrint(among ? `<@${person}> ${clean}` : clean, LONGEST_MESSAGE),
    nonce,
    enforce_nonce: true,
    allowed_mentions: { parse: [], users: among ? [person] : [] },
    ...(buttons.length === 0 ? {} : { components: buttonRows(buttons, nonce) }),
  };
}

function inChannel(place: Place): boolean {
  return place.kind !== "dm";
}

/** What a failed try came to. Throws what it got where that is not known. */
async function resultOf({ directChannels, logger }: DiscordContext, thrown: unknown): Promise<SendResult> {
  if (!(thrown instanceof DiscordRequestError)) {
    throw thrown;
  }
  const verdict = thrown.networkCode === "EMPTY_ANSWER" ? null : judge(thrown);
  const code = `discord_${thrown.discordCode ?? thrown.status ?? "unknown"}`;
  switch (verdict?.meaning) {
    case undefined:
    case "uncertain":
      throw thrown;
    case "withdrawn":
      return { type: "withdrawn", code };
    case "later":
      return { type: "later", retryAfterMs: verdict.retryAfterMs };
    case "stop_opening":
      await directChannels.hold(`Discord answered with code ${thrown.discordCode ?? "none"}`);
      return { type: "later", retryAfterMs: HOLD_MS };
    case "stop_everything":
      return { type: "later", retryAfterMs: HOLD_MS }; // who stops everything was told
    case "gone":
      logger.warn({ code }, "a message cannot be delivered where it was meant to go");
      return { type: "refused", code };
    case "ours":
    case "answered":
    case "no_reference":
      logger.error({ code, error: thrown.message }, "Discord refused a message for how it was made");
      return { type: "refused", code };
  }
}
