import { once } from "node:events";

import { type Client, Events, GatewayIntentBits } from "discord.js";

import { type Logger, MINUTE_MS, SECOND_MS, sleep, toError } from "../../../../kernel/index.ts";
import { DiscordGatewayRefusedError } from "../refusals.ts";
import type { ClientUser } from "./client-source.ts";
import { DISALLOWED_INTENTS, logIn, type LoginResult } from "./log-in.ts";
import type { Shards } from "./shards.ts";
import { INTENTS, makeOwnClient, PRIVILEGED_INTENTS } from "./own-client.ts";

/** What our own connection is made from. */
export interface OwnSourceOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly readAll: boolean;
  readonly serverMembers: boolean;
  readonly shards: Shards;
  readonly requestsPerSecond: number;
}

/** Who wants to be connected. */
export interface LoginRun {
  readonly events: ClientUser;
  readonly signal: AbortSignal;
  /** It takes longer: Discord cannot be reached. */
  onTrouble(): void;
}

/** Logs in, with a new client for each try. */
export interface LoginLoop {
  /** Resolves when it is in, or given up. @throws DiscordTokenRefusedError, DiscordGatewayRefusedError */
  run(run: LoginRun): Promise<void>;
  /** The client of the last try. */
  client(): Client | null;
}

const FIRST_PAUSE_MS = 2 * SECOND_MS;
const LONGEST_PAUSE_MS = MINUTE_MS;

/** Intents that are refused are done without from then on. */
export function createLoginLoop(options: OwnSourceOptions, logger: Logger): LoginLoop {
  let intents = wantedIntents(options);
  let current: Client | null = null;

  async function attempt({ events, signal, onTrouble }: LoginRun): Promise<LoginResult> {
    const client = makeOwnClient({ ...options, intents });
    current = client;
    client.once(Events.ShardReconnecting, onTrouble); // the library tries again by itself, and the login waits for that
    events.attach(client);
    const result = await Promise.race([logIn(client, options.token), givenUp(signal)]);
    client.off(Events.ShardReconnecting, onTrouble);
    if (result.type !== "in") {
      events.detach(client);
      await client.destroy();
    }
    return result;
  }

  return {
    client: () => current,
    run: async (run) => {
      let pauseMs = FIRST_PAUSE_MS;
      while (!run.signal.aborted) {
        const result = await attempt(run);
        if (result.type === "in") {
          return;
        }
        if (result.type === "refused") {
          throw result.error;
        }
        if (result.type === "trouble") {
          logger.debug({ error: toError(result.error).message }, "Discord cannot be reached");
          run.onTrouble();
          await sleep(pauseMs, run.signal);
          pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        } else {
          intents = withoutPrivileged(intents, logger);
        }
      }
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
