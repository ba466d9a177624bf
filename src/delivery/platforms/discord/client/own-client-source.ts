import { once } from "node:events";

import { type Client, Events, GatewayIntentBits } from "discord.js";

import { type Logger, MINUTE_MS, SECOND_MS, sleep, toError } from "../../../../kernel/index.ts";
import { DiscordGatewayRefusedError } from "../refusals.ts";
import type { ClientSource, ClientSourceEvents } from "./client-source.ts";
import { logIn, type LoginResult } from "./log-in.ts";
import { INTENTS, makeOwnClient, PRIVILEGED_INTENTS } from "./own-client.ts";

/** What our own connection is made from. */
export interface OwnSourceOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly readAll: boolean;
  readonly serverMembers: boolean;
  readonly shards: number | "auto";
}

const FIRST_PAUSE_MS = 2 * SECOND_MS;
const LONGEST_PAUSE_MS = MINUTE_MS;
const DISALLOWED_INTENTS = 4014;

/** A client of our own: made, logged in, made again for as long as Discord cannot be reached, and destroyed. */
export function ownClientSource(options: OwnSourceOptions, logger: Logger): ClientSource {
  let intents = wantedIntents(options);
  let stopping = new AbortController();
  let current: Client | null = null;
  let attempts: Promise<void> = Promise.resolve();

  async function attempt(events: ClientSourceEvents, onTrouble: () => void): Promise<LoginResult> {
    const client = makeOwnClient({ ...options, intents });
    current = client;
    client.once(Events.ShardReconnecting, onTrouble); // the library tries again by itself, and the login waits for that
    events.attach(client);
    const result = await Promise.race([logIn(client, options.token), givenUp(stopping.signal)]);
    client.off(Events.ShardReconnecting, onTrouble);
    if (result.type !== "in") {
      events.detach(client);
      await client.destroy();
    }
    return result;
  }

  /** Tries until it is in, or refused. Says so by `onTrouble` when it will take longer. */
  async function keepTrying(events: ClientSourceEvents, onTrouble: () => void): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const result = await attempt(events, onTrouble);
      if (result.type === "in") {
        return;
      }
      if (result.type === "refused") {
        throw result.error;
      }
      if (result.type === "trouble") {
        logger.debug({ error: toError(result.error).message }, "Discord cannot be reached");
        onTrouble();
        await sleep(pauseMs, stopping.signal);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      } else {
        intents = withoutPrivileged(intents, logger);
      }
    }
  }

  return {
    own: true,
    contentWanted: options.readAll,
    start: async (events) => {
      stopping = new AbortController();
      const { promise: trouble, resolve } = Promise.withResolvers<"trouble">();
      const done = keepTrying(events, () => {
        resolve("trouble");
      });
      attempts = done.catch(() => undefined);
      if ((await Promise.race([done, trouble])) === "trouble" && !stopping.signal.aborted) {
        logger.warn({}, "Discord cannot be reached; it is tried again until it can");
        done.catch((thrown: unknown) => {
          events.fatal(toError(thrown));
        });
      }
    },
    stop: async () => {
      stopping.abort();
      const client = current;
      current = null;
      await client?.destroy();
      await attempts;
    },
  };
}

/** A login that is given up by destroying its client never ends. */
async function givenUp(signal: AbortSignal): Promise<LoginResult> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
  return { type: "trouble", error: signal.reason };
}

function wantedIntents({ readAll, serverMembers }: OwnSourceOptions): readonly GatewayIntentBits[] {
  return [
    ...INTENTS,
    ...(readAll ? [GatewayIntentBits.MessageContent] : []),
    ...(serverMembers ? [GatewayIntentBits.GuildMembers] : []),
  ];
}

/** @throws DiscordGatewayRefusedError where there is nothing to do without. */
function withoutPrivileged(intents: readonly GatewayIntentBits[], logger: Logger): readonly GatewayIntentBits[] {
  const rest = intents.filter((intent) => !PRIVILEGED_INTENTS.has(intent));
  const refused = intents.filter((intent) => PRIVILEGED_INTENTS.has(intent)).map((intent) => GatewayIntentBits[intent]);
  if (refused.length === 0) {
    throw new DiscordGatewayRefusedError(DISALLOWED_INTENTS);
  }
  logger.warn(
    { intents: refused },
    `not enabled in the developer portal (Bot, Privileged Gateway Intents): ${refused.join(", ")}. Without message content, ` +
      "commands with ! and channels to listen in work in servers only with a mention; without members, nothing tells when a person leaves",
  );
  return rest;
}
