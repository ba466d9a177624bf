import { DAY_MS, HOUR_MS, type Logger, silentLogger } from "../kernel/index.ts";
import type { FollowUpSettings } from "../follow-ups/index.ts";
import type { LivePlatform } from "../delivery/index.ts";
import type { LanguageModel } from "../llm/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { Sandbox } from "../delivery/platforms/sandbox/index.ts";

/** How the bot behaves. */
export interface RekindleSettings extends Omit<FollowUpSettings, "commandPrefix"> {
  /** Whether this process runs jobs; `false`: it schedules, but claims nothing. @defaultValue true */
  readonly jobsEnabled: boolean;
}

/** What holds where nothing else is said. The units and meanings are those of `docs/configuration.md`. */
export const REKINDLE_DEFAULTS = {
  enabled: true,
  defaultDelayMs: 2 * DAY_MS,
  maxPerWeek: 2,
  quietHours: { fromMinute: 22 * 60, toMinute: 9 * 60 },
  dryRun: false,
  retentionDays: 30,
  persona: { name: "Ember", voice: "You are friendly and calm, you listen, and you write in plain words." },
  consentMode: "ask",
  jobsEnabled: true,
} as const satisfies RekindleSettings;

/** What Rekindle is put together from. */
export interface RekindleOptions {
  /** Where people are. */
  readonly platform: Sandbox | LivePlatform;
  /** People with an operator's rights beside those whom the platform knows as such. @defaultValue none */
  readonly operatorIds?: readonly PersonId[];
  /** Whether the model answers people, beside wording follow-ups. @defaultValue true */
  readonly replies?: boolean;
  /**
   * Something without which nothing works any more, such as a token that was withdrawn. Nothing is stopped by it.
   *
   * @defaultValue it is logged
   */
  readonly onFatal?: ((error: Error) => void) | null;
  /** A PostgreSQL server. @defaultValue the embedded database in `dataDir` */
  readonly databaseUrl?: string | null;
  /** Whether statements are prepared on the server; behind some poolers they must not be. @defaultValue true */
  readonly preparedStatements?: boolean;
  /** Where the embedded database is kept. @defaultValue `./data` */
  readonly dataDir?: string;
  /** Answers people and words follow-ups. @defaultValue none: templates, and no answers */
  readonly model?: LanguageModel | null;
  /** A folder with wordings beside ours, or in their place. @defaultValue ours alone */
  readonly templatesDir?: string | null;
  /** Who runs the model, as people are told when they are asked for permission. @defaultValue none */
  readonly modelHost?: string | null;
  /** @defaultValue {@link REKINDLE_DEFAULTS}, field by field */
  readonly settings?: Partial<RekindleSettings>;
  /** @defaultValue says nothing */
  readonly logger?: Logger;
  /** Raises and restores the log level, for the command `debug`. @defaultValue does nothing */
  readonly logLevel?: { raise(forMs: number): void; restore(): void };
  /** Serves HTTP. @defaultValue none */
  readonly web?: { readonly host: string; readonly port: number } | null;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends Required<Omit<RekindleOptions, "settings">> {
  readonly settings: RekindleSettings;
}

/** Fills in the defaults. Opens nothing. */
export function resolveRekindleOptions({ settings, ...options }: RekindleOptions): ResolvedOptions {
  return {
    databaseUrl: null,
    preparedStatements: true,
    dataDir: "./data",
    model: null,
    modelHost: null,
    templatesDir: null,
    operatorIds: [],
    replies: true,
    onFatal: null,
    logger: silentLogger,
    logLevel: { raise: () => undefined, restore: () => undefined },
    web: null,
    ...options,
    settings: { ...REKINDLE_DEFAULTS, ...settings },
  };
}

/** Hours, as operators write them, in milliseconds. */
export function hoursToMs(hours: number): number {
  return Math.round(hours * HOUR_MS);
}
