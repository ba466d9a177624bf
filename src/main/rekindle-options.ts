import { DAY_MS, HOUR_MS, type Logger, MINUTE_MS, RekindleError, silentLogger } from "../kernel/index.ts";
import { type FollowUpSettings, HOST_TIMEOUT_MS, type HostPeople, type HostPrivacy } from "../follow-ups/index.ts";
import { assertSchemaName, type PoolLike } from "../database/index.ts";
import type { CommandNaming, LivePlatform } from "../delivery/index.ts";
import { type HostModel, hostModel } from "../llm/models/host/index.ts";
import type { LanguageModel } from "../llm/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { Sandbox } from "../delivery/platforms/sandbox/index.ts";

/** How the bot behaves. */
export interface RekindleSettings extends Omit<FollowUpSettings, "commandPrefix" | "settingsCommand"> {
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
  /**
   * Whether it answers in talks: by the model, with what it kept for a visit, and with fixed words where somebody is in danger. A bot
   * that answers by itself leaves it off.
   *
   * @defaultValue false
   */
  readonly replies?: boolean;
  /**
   * Whether it puts the permission question by itself, once, under the third message of a talk. A bot that leaves it off asks with
   * `consent.question`, or brings a yes with `consent.grant`.
   *
   * @defaultValue false
   */
  readonly asks?: boolean;
  /** How its commands are offered beside the bot's own. @defaultValue all as slash commands, each under its own name */
  readonly commands?: RekindleCommands;
  /** The bot's own pool. It is never ended; of at least 4 clients one is kept, to be notified. @defaultValue none */
  readonly pool?: PoolLike | null;
  /** A PostgreSQL schema of its own for our tables, made where it is missing. @defaultValue where the role makes tables */
  readonly schema?: string | null;
  /** What the bot knows of people: each function takes the place of our own part. @defaultValue all is ours */
  readonly people?: HostPeople;
  /** The bot's own privacy rules; they can only narrow. @defaultValue none */
  readonly privacy?: HostPrivacy;
  /** How long a function of `people` or `privacy` may take, in milliseconds. @defaultValue 5 seconds */
  readonly hostTimeoutMs?: number;
  /** How the bot is called, and how it speaks. @defaultValue {@link REKINDLE_DEFAULTS} */
  readonly persona?: Partial<RekindleSettings["persona"]>;
  /** A PostgreSQL server. @defaultValue `pool`, or the embedded database in `dataDir` */
  readonly databaseUrl?: string | null;
  /** Whether statements are prepared on the server; behind some poolers they must not be. @defaultValue true */
  readonly preparedStatements?: boolean;
  /** A Redis server, `redis://` or `rediss://`, that says which message goes next. @defaultValue none: the database does */
  readonly redisUrl?: string | null;
  /** Where the embedded database is kept. @defaultValue `./data` */
  readonly dataDir?: string;
  /**
   * Words follow-ups, and answers people where `replies` is on: an AI SDK language model, or a function from prompt to text.
   *
   * @defaultValue none: templates, and no answers
   */
  readonly model?: HostModel | null;
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

/** How commands are offered. */
export interface RekindleCommands extends CommandNaming {
  /** Whether they can be typed too, as messages that begin with "!" or "/". @defaultValue false */
  readonly typed?: boolean;
  /**
   * How a person is told to change what they chose, where `followup_settings` is off and the bot has a command of its own for it.
   *
   * @defaultValue our own command, as it is called
   */
  readonly settingsCommand?: string;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends Required<
  Omit<RekindleOptions, "settings" | "persona" | "model" | "commands">
> {
  readonly settings: RekindleSettings;
  readonly model: LanguageModel | null;
  readonly naming: CommandNaming;
  readonly typesCommands: boolean;
  /** "/followup_settings", as it is called here. */
  readonly settingsCommand: string;
}

/**
 * Fills in the defaults and checks. Opens nothing.
 *
 * @throws RekindleOptionInvalidError, SchemaNameInvalidError, ModelNotUsableError
 */
export function resolveRekindleOptions({
  settings,
  persona,
  model = null,
  commands = {},
  ...options
}: RekindleOptions): ResolvedOptions {
  const { typed = false, settingsCommand, ...naming } = commands;
  const resolved: ResolvedOptions = {
    databaseUrl: null,
    pool: null,
    schema: null,
    preparedStatements: true,
    redisUrl: null,
    dataDir: "./data",
    people: {},
    privacy: {},
    hostTimeoutMs: HOST_TIMEOUT_MS,
    modelHost: null,
    templatesDir: null,
    operatorIds: [],
    replies: false,
    asks: false,
    logger: silentLogger,
    logLevel: { raise: () => undefined, restore: () => undefined },
    web: null,
    ...options,
    naming,
    typesCommands: typed,
    settingsCommand: settingsCommand ?? settingsCommandOf(options.platform, naming),
    model: model === null ? null : hostModel(model),
    settings: {
      ...REKINDLE_DEFAULTS,
      ...settings,
      persona: { ...REKINDLE_DEFAULTS.persona, ...settings?.persona, ...persona },
    },
  };
  checkOptions(resolved);
  return resolved;
}

const SETTINGS_COMMAND = "followup_settings";

/** @throws RekindleOptionInvalidError where it is off, and nobody says what else there is. */
function settingsCommandOf({ naming: told, commandPrefix }: RekindleOptions["platform"], own: CommandNaming): string {
  const { off = [], rename = {}, root = null } = { ...told, ...own };
  if (off.includes(SETTINGS_COMMAND)) {
    throw new RekindleOptionInvalidError(
      "commands",
      `switches ${SETTINGS_COMMAND} off: then settingsCommand must say by what people change what they chose`,
    );
  }
  return `${commandPrefix}${root === null ? "" : `${root} `}${rename[SETTINGS_COMMAND] ?? SETTINGS_COMMAND}`;
}

function checkOptions({ pool, databaseUrl, schema, hostTimeoutMs, settings }: ResolvedOptions): void {
  if (pool !== null && databaseUrl !== null) {
    throw new RekindleOptionInvalidError("pool", "and databaseUrl name two databases: give one of them");
  }
  if (schema !== null) {
    assertSchemaName(schema);
    if (pool === null && databaseUrl === null) {
      throw new RekindleOptionInvalidError(
        "schema",
        "is for a pool or a databaseUrl: the embedded database is ours alone",
      );
    }
  }
  const numbers = {
    hostTimeoutMs: { value: hostTimeoutMs, from: 1, to: MINUTE_MS },
    "settings.defaultDelayMs": { value: settings.defaultDelayMs, from: 1, to: 366 * DAY_MS },
    "settings.maxPerWeek": { value: settings.maxPerWeek, from: 0, to: 50 },
    "settings.retentionDays": { value: settings.retentionDays, from: 1, to: 3650 },
  };
  for (const [option, { value, from, to }] of Object.entries(numbers)) {
    if (!(typeof value === "number" && value >= from && value <= to)) {
      throw new RekindleOptionInvalidError(option, `must be a number from ${from} to ${to}, got ${String(value)}`);
    }
  }
}

/** An option that cannot be right. */
export class RekindleOptionInvalidError extends RekindleError {
  readonly code = "REKINDLE_OPTION_INVALID";
  readonly option: string;

  constructor(option: string, rule: string) {
    super(`${option} ${rule}`);
    this.option = option;
  }
}

/** Hours, as operators write them, in milliseconds. */
export function hoursToMs(hours: number): number {
  return Math.round(hours * HOUR_MS);
}
