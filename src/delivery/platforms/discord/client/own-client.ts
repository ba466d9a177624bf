import {
  type CacheWithLimitsOptions,
  Client,
  Events,
  GatewayIntentBits,
  Options,
  Partials,
  type RateLimitData,
} from "discord.js";

import { SECOND_MS } from "../../../../kernel/index.ts";
import { type Shards, shardSettings } from "./shards.ts";

/** What our own client is made from. */
export interface OwnClientOptions {
  readonly apiUrl: string;
  readonly intents: readonly GatewayIntentBits[];
  readonly shards: Shards;
  readonly requestsPerSecond: number;
}

/** Discord's REST interface. */
export const DISCORD_API_URL = "https://discord.com/api";

/** A rate limit that is longer is told to whoever asks, who knows better what to do meanwhile. */
const LONGEST_WAIT_MS = 10 * SECOND_MS;
/** Requests a second, where a bot was not granted more. */
const DISCORDS_LIMIT = 50;
/** People and members beyond these are forgotten: names and rights come with each event. */
const KEPT_PEOPLE = 500;

/** What every bot of ours reads: servers and their channels, direct messages, and messages in servers. */
export const INTENTS: readonly GatewayIntentBits[] = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.GuildMessages,
];

/** These have to be enabled in the developer portal. */
export const PRIVILEGED_INTENTS: ReadonlySet<GatewayIntentBits> = new Set([
  GatewayIntentBits.MessageContent,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildPresences,
]);

/** A client that is not logged in. */
export function makeOwnClient({ apiUrl, intents, shards, requestsPerSecond }: OwnClientOptions): Client {
  const client: Client = new Client({
    intents: [...intents],
    partials: [Partials.Channel], // direct chats are not in memory when their first message comes
    ...shardSettings(shards),
    allowedMentions: { parse: [], repliedUser: false },
    rest: {
      api: apiUrl,
      version: "10",
      globalRequestsPerSecond: Math.max(DISCORDS_LIMIT, requestsPerSecond), // the pace is ours: this only must not be in its way
      retries: 0, // whoever asks tries again, and knows when
      rejectOnRateLimit: isLong,
    },
    makeCache: Options.cacheWithLimits(cacheLimits(() => client.user?.id ?? null)),
  });
  client.on(Events.Error, () => undefined); // an error that nobody listens to would end the process; what matters is told otherwise
  return client;
}

function isLong({ retryAfter, timeToReset, sublimitTimeout }: RateLimitData): boolean {
  return Math.max(retryAfter, timeToReset, sublimitTimeout) > LONGEST_WAIT_MS;
}

function cacheLimits(ownId: () => string | null): CacheWithLimitsOptions {
  return {
    ...Options.DefaultMakeCacheSettings,
    MessageManager: 0,
    ReactionManager: 0,
    PresenceManager: 0,
    VoiceStateManager: 0,
    GuildMemberManager: { maxSize: KEPT_PEOPLE, keepOverLimit: ({ id }) => id === ownId() },
    UserManager: { maxSize: KEPT_PEOPLE, keepOverLimit: ({ id }) => id === ownId() },
  };
}
