import { parseQuietHours, type QuietHours } from "../follow-ups/index.ts";
import type { ConsentMode } from "../privacy/index.ts";
import { isLogLevel, LOG_LEVELS, type LogLevel } from "./logging.ts";

/** One environment variable: what it means, what may stand in it, and how it is read. `docs/configuration.md` is made from these. */
export interface Variable<Value, Fallback extends string | null = string | null> {
  readonly meaning: string;
  /** As one would write it; `null`: not set. */
  readonly fallback: Fallback;
  readonly allowed: string;
  /** `undefined`: not allowed. */
  read(text: string): Value | undefined;
  /** Never printed, not even where it is wrong. */
  readonly secret?: boolean;
}

const flag = (meaning: string, fallback: "true" | "false"): Variable<boolean, string> => ({
  meaning,
  fallback,
  allowed: "true or false",
  read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
});

const text = <Fallback extends string | null>(
  meaning: string,
  fallback: Fallback,
  { secret = false }: { readonly secret?: boolean } = {},
): Variable<string, Fallback> => ({ meaning, fallback, allowed: "any text", read: (value) => value, secret });

interface NumberRule {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

const numeric = (meaning: string, fallback: string, { from, to, whole }: NumberRule): Variable<number, string> => ({
  meaning,
  fallback,
  allowed: `a ${whole ? "whole " : ""}number from ${from} to ${to}`,
  read: (value) => {
    const number = Number(value);
    return value.trim() !== "" && number >= from && number <= to && (!whole || Number.isInteger(number))
      ? number
      : undefined;
  },
});

const url = (meaning: string, protocols: readonly string[]): Variable<string, null> => ({
  meaning,
  fallback: null,
  allowed: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  read: (value) => (URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined),
  secret: true, // such a URL may hold a password
});

const consent: Variable<ConsentMode, string> = {
  meaning:
    "`ask`: the bot asks once, and writes only to those who said yes. `opt-out`: to everyone who has not switched it off; the setting is recorded as the ground",
  fallback: "ask",
  allowed: "ask or opt-out",
  read: (value) => (value === "ask" || value === "opt-out" ? value : undefined),
};

const quietHours: Variable<QuietHours | null, string> = {
  meaning:
    "Local hours in which nothing is sent to a person whose time zone is known. Where it is not, a follow-up goes out only within two hours of a time of day at which they wrote",
  fallback: "22:00-09:00",
  allowed: "two times of day such as 22:00-09:00, or none",
  read: parseQuietHours,
};

const logLevel: Variable<LogLevel, string> = {
  meaning: "How much is logged",
  fallback: "info",
  allowed: LOG_LEVELS.join(", "),
  read: (value) => (isLogLevel(value) ? value : undefined),
};

/** All variables, in the order of the documents. */
export const VARIABLES = {
  JOB_SCHEDULER_ENABLED: flag("Whether this process runs jobs. `false`: it schedules, but claims nothing", "true"),
  FOLLOW_UP_ENABLED: flag(
    "Whether there are follow-ups. `false`: nothing is asked, planned or sent, what comes due is suppressed; other jobs run",
    "true",
  ),
  FOLLOW_UP_DEFAULT_DELAY_HOURS: numeric("Hours after a person's last message until a follow-up", "48", {
    from: 0.001,
    to: 8784,
    whole: false,
  }),
  FOLLOW_UP_MAX_PER_USER_PER_WEEK: numeric("At most so many follow-ups to a person in any 7 days", "2", {
    from: 0,
    to: 50,
    whole: true,
  }),
  FOLLOW_UP_CONSENT: consent,
  FOLLOW_UP_QUIET_HOURS: quietHours,
  FOLLOW_UP_DRY_RUN: flag("Decide, compose and record as `dry_run`; send nothing", "false"),
  DISCORD_TOKEN: text(
    "The bot's token. Not set: the sandbox starts. (There is no Discord side yet: a start with a token ends with a message)",
    null,
    { secret: true },
  ),
  DATABASE_URL: url("A PostgreSQL server (14 or later). Not set: an embedded database in the data folder", [
    "postgres:",
    "postgresql:",
  ]),
  LLM_BASE_URL: url(
    "An OpenAI-compatible service, for replies and for the wording of follow-ups. Not set: templates, and no replies",
    ["http:", "https:"],
  ),
  LLM_API_KEY: text("The key for that service", null, { secret: true }),
  LLM_MODEL: text("The model's name there. Not set: the first that the service lists", null),
  REKINDLE_HOST: text("The address to listen on", "127.0.0.1"),
  REKINDLE_PORT: numeric("The port to listen on; 0: a free one. `PORT` is accepted too", "3000", {
    from: 0,
    to: 65_535,
    whole: true,
  }),
  REKINDLE_DATA_DIR: text("The data folder", "./data"),
  REKINDLE_MESSAGE_RETENTION_DAYS: numeric("Days for which messages of people who said yes are kept", "30", {
    from: 1,
    to: 3650,
    whole: true,
  }),
  LOG_LEVEL: logLevel,
} as const;

/** The name of a variable. */
export type VariableName = keyof typeof VARIABLES;
