import type { Client } from "discord.js";

import { type Logger, MINUTE_MS, SECOND_MS, sleep } from "../../../../kernel/index.ts";
import type { CommandBody } from "../commands/command-bodies.ts";
import { type Registration, registerCommands } from "../commands/register-commands.ts";
import type { DiscordApi } from "../discord-api.ts";
import { DiscordRequestError } from "../discord-request-error.ts";
import { inviteLink } from "../needed-permissions.ts";
import { readApplication } from "./application.ts";
import { countServers, missingIntents, missingPermissions, type WantedIntents } from "./what-it-lacks.ts";

/** What is done once the client is ready. */
export interface ReadyWork {
  readonly api: DiscordApi;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly bodies: readonly CommandBody[];
  readonly own: boolean;
  readonly wanted: WantedIntents;
  owners(ids: readonly string[]): void;
  registered(registration: Registration): void;
}

/** Reads who owns the bot, registers the commands, and says in the log what the bot lacks. Never rejects. */
export async function doReadyWork(client: Client<true>, work: ReadyWork): Promise<void> {
  const { api, logger, signal, bodies, own } = work;
  report(client, work);
  const application = await persistently(work, "the application could not be read", () => readApplication(api));
  work.owners(application?.ownerIds ?? []);
  if (signal.aborted) {
    return;
  }
  const applicationId = application?.applicationId ?? client.application.id;
  const registration = await persistently(work, "the slash commands could not be registered", () =>
    registerCommands(api, { applicationId, bodies, ownsAll: own }, logger),
  );
  for (const error of registration?.taken ?? []) {
    logger.error({ code: error.code, command: error.command }, error.message);
  }
  if (registration !== null) {
    work.registered(registration);
  }
}

function report(client: Client<true>, { logger, wanted }: ReadyWork): void {
  logger.info(
    { servers: client.guilds.cache.size, invite: inviteLink(client.application.id) },
    `connected to Discord; the bot is added to a server with ${inviteLink(client.application.id)}`,
  );
  for (const words of missingIntents(client, { ...wanted, members: true })) {
    logger.info({ intent: words }, `without the intent ${words}`);
  }
  for (const { permission, servers, effect } of missingPermissions(client)) {
    logger.info(
      { permission, servers },
      `without the permission ${permission}, in ${countServers(servers)}: ${effect}`,
    );
  }
}

const FIRST_PAUSE_MS = 5 * SECOND_MS;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;

/** Tries until it works; `null`: it was stopped, or Discord gave an answer that waiting does not change. */
async function persistently<T>(
  { logger, signal }: Pick<ReadyWork, "logger" | "signal">,
  failure: string,
  attempt: () => Promise<T>,
): Promise<T | null> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : "unknown";
      logger.warn({ error }, failure);
      if (!(thrown instanceof DiscordRequestError) || isFinal(thrown)) {
        return null;
      }
      await sleep(pauseMs, signal);
    }
  }
  return null;
}

function isFinal({ status }: DiscordRequestError): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 429;
}
