import { type RouteLike, Routes } from "discord.js";
import { z } from "zod";

import { MINUTE_MS } from "../../../../kernel/index.ts";
import { personId, type Place } from "../../../../vocabulary/index.ts";
import type { FindResult } from "../../../outlet.ts";
import { mayReadHistory } from "../client/rights.ts";
import type { DiscordContext } from "../context.ts";
import { readCustomId } from "../custom-ids.ts";
import type { DiscordApi } from "../discord-api.ts";
import { judge } from "../discord-errors.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { personOfPlace } from "../places.ts";

const PAGE = 100;
/** In a channel with more messages since then than these, nobody looks further. */
const MOST_PAGES = 10;
/** The host's clock, which dates the nonce, may be so much ahead of Discord's. */
const CLOCK_MARGIN_MS = 10 * MINUTE_MS;

const messagesSchema = z.array(
  z.object({
    id: z.string(),
    timestamp: z.string(),
    nonce: z.union([z.string(), z.number()]).nullish(),
    components: z
      .array(z.object({ components: z.array(z.object({ custom_id: z.string().nullish() })).nullish() }))
      .nullish(),
  }),
);
type Listed = z.infer<typeof messagesSchema>[number];

/**
 * Looks through the channel's last messages for one with this nonce, back to the time at which the nonce was made.
 *
 * `absent` is certain: it means that a message may be sent again. So it is said only where the list reaches back far enough, and a
 * channel that is gone, or closed to us, is `unreadable`: the message may have arrived before. A direct chat without a channel is
 * `absent`, since its channel is remembered before anything is written there.
 *
 * @throws DiscordRequestError where Discord did not answer.
 */
export async function findMessage(context: DiscordContext, place: Place, nonce: string): Promise<FindResult> {
  const { api, directChannels } = context;
  const person = personOfPlace(place);
  const channelId = person === null ? place.channelId : await directChannels.find(personId(person));
  if (channelId === null) {
    return { type: "absent" };
  }
  try {
    const { result, looked } = await lookThrough(api, Routes.channelMessages(channelId), nonce);
    // Without the right to read the history Discord does not refuse: it shows an empty channel.
    const blind =
      looked === 0 && place.serverId !== null && !mayReadHistory(context.client(), place.serverId, channelId);
    return blind ? { type: "unreadable" } : result;
  } catch (thrown) {
    if (thrown instanceof DiscordRequestError && CLOSED.has(judge(thrown).meaning)) {
      return { type: "unreadable" };
    }
    throw thrown;
  }
}

const CLOSED: ReadonlySet<string> = new Set(["gone", "withdrawn", "ours"]);

interface Look {
  readonly result: FindResult;
  /** How many messages there were to look at. */
  readonly looked: number;
}

async function lookThrough(api: DiscordApi, route: RouteLike, nonce: string): Promise<Look> {
  const earliest = earliestTime(nonce);
  let looked = 0;
  let before: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: Record<string, string> = { limit: String(PAGE), ...(before === null ? {} : { before }) };
    const messages: readonly Listed[] = messagesSchema.parse(await api.get(route, { query, canWait: true }));
    const found = messages.find((message) => carries(message, nonce));
    if (found !== undefined) {
      return { looked, result: { type: "found", platformMessageId: found.id } };
    }
    looked += messages.length;
    const oldest = messages.at(-1);
    if (oldest === undefined || messages.length < PAGE || isBefore(oldest, earliest)) {
      return { looked, result: { type: "absent" } };
    }
    before = oldest.id;
  }
  return { looked, result: { type: "unreadable" } };
}

function carries({ nonce, components }: Listed, wanted: string): boolean {
  const ids = (components ?? []).flatMap((row) => (row.components ?? []).map(({ custom_id: id }) => id));
  return nonce === wanted || ids.some((id) => typeof id === "string" && readCustomId(id)?.outboundId === wanted);
}

function isBefore({ timestamp }: Listed, earliest: Date | null): boolean {
  return earliest !== null && new Date(timestamp) < earliest;
}

const TIME_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
const NONCE = /^([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]{12}$/;

/** Before this a message with that nonce cannot have been sent: our ids begin with the time at which they were made. `null`: it does not say. */
function earliestTime(nonce: string): Date | null {
  const time = NONCE.exec(nonce)?.[1];
  if (time === undefined) {
    return null;
  }
  const ms = Array.from(time).reduce((sum, digit) => sum * TIME_DIGITS.length + TIME_DIGITS.indexOf(digit), 0);
  return new Date(ms - CLOCK_MARGIN_MS);
}
