import { COMMAND_DEFINITIONS } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import type { Inbox, Outlet, RequestSlots } from "../delivery/index.ts";
import type { SandboxPlatform } from "../delivery/platforms/sandbox/index.ts";
import { createHeardRecord } from "../follow-ups/index.ts";
import type { IdSource, Service } from "../kernel/index.ts";
import { createDirectChats, DIRECT_CHAT_LIMITS } from "../outbound/index.ts";
import type { ResolvedOptions } from "./rekindle-options.ts";

/** A platform, connected to its database and to what it needs of us. */
export interface PlatformConnection {
  readonly inbox: Inbox;
  readonly outlet: Outlet;
  /** How it is doing, in a line. */
  status(): string;
  /** What logs in and out; `null` where nothing has to. */
  readonly service: Service | null;
  /** The sandbox, where it is one. */
  readonly sandbox: SandboxPlatform | null;
}

interface ConnectionParts {
  readonly database: Database;
  readonly requestSlots: RequestSlots | null;
  readonly ids: IdSource;
  /** Nothing works any more. */
  readonly onFatal: (error: Error) => void;
}

/** Connects the platform that the options name. */
export function connectPlatform(
  { platform, settings, logger, operatorIds, naming }: ResolvedOptions,
  { database, requestSlots, ids, onFatal }: ConnectionParts,
): PlatformConnection {
  if (platform.mode === "sandbox") {
    const sandbox = platform.connect({ database, ids, logger, botName: settings.persona.name });
    const { inbox, outlet } = sandbox;
    return { inbox, outlet, status: () => "sandbox, always connected", service: null, sandbox };
  }
  const connected = platform.connect({
    logger,
    directChats: createDirectChats(database, DIRECT_CHAT_LIMITS),
    requestSlots,
    heard: createHeardRecord(database),
    commands: COMMAND_DEFINITIONS,
    naming,
    operatorIds,
    onFatal: (error) => {
      logger.error({ error: error.message }, "the chat platform cannot be used any more");
      onFatal(error);
    },
  });
  const { inbox, outlet, status } = connected;
  return { inbox, outlet, status, service: connected, sandbox: null };
}
