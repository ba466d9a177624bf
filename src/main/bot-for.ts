import type { BotParts, ProgramStatus } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import type { FollowUpParts } from "../follow-ups/index.ts";
import { monotonicMs } from "../kernel/index.ts";
import type { PlatformConnection } from "./connect-platform.ts";
import type { ResolvedOptions } from "./rekindle-options.ts";
import { VERSION } from "./version.ts";

/** What the rest of the program has for the ways in. */
export interface ProgramParts {
  readonly database: Database;
  readonly followUps: FollowUpParts;
  readonly connected: PlatformConnection;
}

/** What the bot works with. */
export function botFor(options: ResolvedOptions, { database, followUps, connected }: ProgramParts): BotParts {
  const { platform, settings, logger, model, modelHost, replies } = options;
  return {
    database,
    inbox: connected.inbox,
    followUps,
    logger,
    questionFacts: {
      retentionDays: settings.retentionDays,
      maxPerWeek: settings.maxPerWeek,
      commandPrefix: platform.commandPrefix,
      modelHost,
    },
    replyModel: replies ? model : null,
    status: programStatus(options, connected),
  };
}

function programStatus({ platform, logLevel }: ResolvedOptions, { status }: PlatformConnection): ProgramStatus {
  const startedAtMs = monotonicMs();
  return {
    version: VERSION,
    mode: platform.mode,
    redis: "not configured",
    gateway: status,
    uptimeMs: () => monotonicMs() - startedAtMs,
    raiseLogLevel: (forMs) => {
      logLevel.raise(forMs);
    },
    restoreLogLevel: () => {
      logLevel.restore();
    },
  };
}
