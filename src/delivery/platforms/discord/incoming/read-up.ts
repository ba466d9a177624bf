import { type Client, type GatewayMessageCreateDispatchData, Routes, Status } from "discord.js";
import { z } from "zod";

import { addMs, DAY_MS, MINUTE_MS, sleep, toError } from "../../../../kernel/index.ts";
import type { Heard, TalkPlace } from "../../../heard.ts";
import type { PlatformNews } from "../../../inbox.ts";
import { mayReadHistory } from "../client/rights.ts";
import type { DiscordContext } from "../context.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { directPlace, personOfPlace } from "../places.ts";
import { personId } from "../../../../vocabulary/index.ts";

/** So many places are looked into after a gap, and servers asked after: those where people talked last. */
const MOST_PLACES = 200;
const PAGE = 100;
/** Further back nobody reads: it is the time in which a message still answers a follow-up. */
const LONGEST_GAP_MS = 7 * DAY_MS;
/** How often it is noted that everything was heard; and what may be between two notes, a connection that fell silent unseen, and two clocks. */
const NOTE_EVERY_MS = MINUTE_MS;
const MARGIN_MS = 3 * MINUTE_MS;

/** What was missed goes the way of what is heard. */
export interface MissedReceiver {
  missed(message: GatewayMessageCreateDispatchData): Promise<void>;
  news(news: PlatformNews): void;
}

/** Reads up what Discord does not tell by itself after a session that could not be resumed. */
export interface ReadUp {
  /** A connection began anew: reads until it is done, or the signal fires. Never rejects. */
  fresh(client: Client<true>, shard: number, signal: AbortSignal): Promise<void>;
  /** Whether somebody may be back without our knowing it: nothing is written of our own accord meanwhile. */
  isBehind(): boolean;
  /** Notes now and then, until the signal fires, what was heard. Never rejects. */
  keepNoting(signal: AbortSignal): Promise<void>;
}

/** Reads up by REST, at the pace of all requests. */
export function createReadUp(
  context: DiscordContext,
  { heard, receiver }: { readonly heard: Heard; readonly receiver: MissedReceiver },
): ReadUp {
  const reading = new Set<number>();
  let everReady = false;

  async function readShard(client: Client<true>, shard: number, signal: AbortSignal): Promise<void> {
    const until = await heard.until(listenerOf(client, shard));
    if (until !== null) {
      const earliest = addMs(context.options.clock.now(), -LONGEST_GAP_MS);
      const after = new Date(Math.max(until.getTime() - MARGIN_MS, earliest.getTime()));
      for (const talk of await heard.talkPlaces(MOST_PLACES)) {
        if (signal.aborted) {
          return;
        }
        await readPlace(context, { client, shard, talk, after, receiver });
      }
    }
    for (const serverId of await heard.servers()) {
      if (!signal.aborted && isOnShard(client, shard, serverId) && (await hasLeft(context, client, serverId))) {
        receiver.news({ type: "server-left", serverId });
      }
    }
  }

  async function noteAll(): Promise<void> {
    const client = everReady ? context.client() : null;
    for (const { id, status } of client?.ws.shards.values() ?? []) {
      if (client !== null && status === Status.Ready && !reading.has(id)) {
        await heard.note(listenerOf(client, id)).catch((thrown: unknown) => {
          context.logger.debug({ error: toError(thrown).message }, "what was heard could not be noted");
        });
      }
    }
  }

  return {
    isBehind: () => !everReady || reading.size > 0,
    fresh: async (client, shard, signal) => {
      reading.add(shard);
      everReady = true;
      try {
        await readShard(client, shard, signal);
        if (!signal.aborted) {
          await heard.note(listenerOf(client, shard));
        }
      } catch (thrown) {
        context.logger.warn({ error: toError(thrown).message }, "what was said meanwhile could not be read up");
      } finally {
        reading.delete(shard);
      }
    },
    keepNoting: async (signal) => {
      everReady = false;
      while (!signal.aborted) {
        await noteAll();
        await sleep(NOTE_EVERY_MS, signal);
      }
    },
  };
}

function listenerOf({ options }: Client, shard: number): string {
  return `discord ${shard}/${options.shardCount ?? 1}`;
}

/** Direct chats are on the first. */
function isOnShard({ options }: Client, shard: number, serverId: string | null): boolean {
  const of =
    serverId === null || !/^\d+$/u.test(serverId) ? 0n : (BigInt(serverId) >> 22n) % BigInt(options.shardCount ?? 1);
  return Number(of) === shard;
}

const messagesSchema = z.array(z.looseObject({ id: z.string() }));
type Listed = z.infer<typeof messagesSchema>[number];

interface PlaceToRead {
  readonly client: Client<true>;
  readonly shard: number;
  readonly talk: TalkPlace;
  readonly after: Date;
  readonly receiver: MissedReceiver;
}

/** What is closed to us, or gone, is left out; so is what cannot be had now. */
async function readPlace(
  context: DiscordContext,
  { client, shard, talk, after, receiver }: PlaceToRead,
): Promise<void> {
  const place = "place" in talk ? talk.place : directPlace(talk.directChatWith);
  const { serverId } = place;
  if (!isOnShard(client, shard, serverId)) {
    return;
  }
  const person = personOfPlace(place);
  const channelId = person === null ? place.channelId : await context.directChannels.find(personId(person));
  if (channelId === null || (serverId !== null && !mayReadHistory(client, serverId, channelId))) {
    return;
  }
  try {
    const messages = await listAfter(context, channelId, snowflakeAt(after));
    const inServer = serverId === null ? {} : { guild_id: serverId };
    await Promise.all(
      messages.map((message) =>
        // The list has all that the gateway tells but where it is and, in a server, who the author is there.
        receiver.missed({ ...message, ...inServer } as unknown as GatewayMessageCreateDispatchData),
      ),
    );
  } catch (thrown) {
    context.logger.debug({ error: toError(thrown).message }, "a place could not be read up");
  }
}

/** In order. Where there are more than a page, the first and the last of them. */
async function listAfter({ api }: DiscordContext, channelId: string, after: string): Promise<readonly Listed[]> {
  const list = async (query: Record<string, string>): Promise<readonly Listed[]> =>
    messagesSchema.parse(
      await api.get(Routes.channelMessages(channelId), { query: { limit: String(PAGE), ...query } }),
    );
  const first = await list({ after });
  const last = first.length < PAGE ? [] : await list({});
  const all = new Map([...first, ...last].map((message) => [message.id, message]));
  return [...all.values()].toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** The first id of a moment: Discord's ids begin with the time. */
function snowflakeAt(moment: Date): string {
  return (BigInt(Math.max(0, moment.getTime() - DISCORD_EPOCH_MS)) << 22n).toString();
}

const UNKNOWN_SERVER = 10_004;
const MISSING_ACCESS = 50_001;

/** Only Discord's own word counts: a server that is out of order, or a list that is cut off, is no farewell. */
async function hasLeft({ api }: DiscordContext, client: Client<true>, serverId: string): Promise<boolean> {
  if (client.guilds.cache.has(serverId)) {
    return false;
  }
  try {
    await api.get(Routes.guild(serverId));
    return false;
  } catch (thrown) {
    const code = thrown instanceof DiscordRequestError ? thrown.discordCode : null;
    return code === UNKNOWN_SERVER || code === MISSING_ACCESS;
  }
}
