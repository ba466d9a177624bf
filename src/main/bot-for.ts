import type { BotParts, ProgramStatus } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import type { FollowUpParts } from "../follow-ups/index.ts";
import { monotonicMs } from "../kernel/index.ts";
import type { DeliveryQueue } from "../outbound/index.ts";
import type { PlatformConnection } from "./connect-platform.ts";
import type { QuestionFacts } from "../privacy/index.ts";
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
  const { logger, model, replies, asks, typesCommands } = options;
  return {
    database,
    inbox: connected.inbox,
    followUps,
    logger,
    questionFacts: questionFactsOf(options),
    replyModel: model,
    manners: { replies, asks, typedCommands: typesCommands },
    status: programStatus(options, { connected, queue: followUps.queue }),
  };
}

/** What the permission question tells. */
export function questionFactsOf({
  settings,
  settingsCommand,
  people,
  model,
  modelHost,
}: ResolvedOptions): QuestionFacts {
  return {
    retentionDays: settings.retentionDays,
    maxPerWeek: settings.maxPerWeek,
    settingsCommand,
    leavesTexts: people.recentMessages !== undefined,
    modelHost: modelHost ?? (model === null ? null : "whoever runs this bot or a service of their choice"),
  };
}

function programStatus(
  { platform, logLevel }: ResolvedOptions,
  { connected, queue }: { readonly connected: PlatformConnection; readonly queue: DeliveryQueue },
): ProgramStatus {
  const startedAtMs = monotonicMs();
  return {
    version: VERSION,
    mode: platform.mode,
    redis: () => queue.state(),
    gateway: () => connected.status(),
    uptimeMs: () => monotonicMs() - startedAtMs,
    raiseLogLevel: (forMs) => {
      logLevel.raise(forMs);
    },
    restoreLogLevel: () => {
      logLevel.restore();
    },
  };
}
