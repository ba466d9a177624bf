import { parseQuietHours, type QuietHours } from "../follow-ups/index.ts";
import type { ConsentMode } from "../privacy/index.ts";
import { DATABASE_VARIABLES } from "./database-variables.ts";
import { isLogLevel, LOG_LEVELS, type LogLevel } from "./logging.ts";
import { discordIds, flag, numeric, shards, text, url, type Variable } from "./variable-kinds.ts";

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

/** Those that say how follow-ups behave: a bot that we are part of may hand them over. */
export const SETTINGS_VARIABLES = {
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
  REKINDLE_MESSAGE_RETENTION_DAYS: numeric("Days for which messages of people who said yes are kept", "30", {
    from: 1,
    to: 3650,
    whole: true,
  }),
} as const;

/** All variables, in the order of the documents. */
export const VARIABLES = {
  JOB_SCHEDULER_ENABLED: SETTINGS_VARIABLES.JOB_SCHEDULER_ENABLED,
  FOLLOW_UP_ENABLED: SETTINGS_VARIABLES.FOLLOW_UP_ENABLED,
  FOLLOW_UP_DEFAULT_DELAY_HOURS: SETTINGS_VARIABLES.FOLLOW_UP_DEFAULT_DELAY_HOURS,
  FOLLOW_UP_MAX_PER_USER_PER_WEEK: SETTINGS_VARIABLES.FOLLOW_UP_MAX_PER_USER_PER_WEEK,
  FOLLOW_UP_CONSENT: SETTINGS_VARIABLES.FOLLOW_UP_CONSENT,
  FOLLOW_UP_QUIET_HOURS: SETTINGS_VARIABLES.FOLLOW_UP_QUIET_HOURS,
  FOLLOW_UP_DRY_RUN: SETTINGS_VARIABLES.FOLLOW_UP_DRY_RUN,
  DISCORD_TOKEN: DATABASE_VARIABLES.DISCORD_TOKEN,
  DISCORD_API_URL: url("The base of Discord's REST interface, for proxies and tests. Not set: Discord's own", [
    "http:",
    "https:",
  ]),
  DISCORD_OPERATOR_IDS: discordIds("Users with an operator's rights, beside the application's owner and team"),
  DISCORD_LISTEN_CHANNELS: discordIds(
    "Channels in which the bot also reads what is not said to it, of people who have talked with it before. Needs the message content intent",
  ),
  DISCORD_SHARDS: shards(
    "Into how many connections to Discord the servers are divided. `auto`: as Discord advises, all in this process. A part: other processes on the same database have the rest",
  ),
  DATABASE_URL: DATABASE_VARIABLES.DATABASE_URL,
  DATABASE_PREPARED_STATEMENTS: DATABASE_VARIABLES.DATABASE_PREPARED_STATEMENTS,
  REDIS_URL: url(
    "A Redis server (5 or later), for several processes: it says which message goes next. Needs the packages `bullmq` and `ioredis`. Not set, or while it is away: the database does",
    ["redis:", "rediss:"],
  ),
  LLM_BASE_URL: url(
    "An OpenAI-compatible service, for replies and for the wording of follow-ups. Not set: templates, and no replies",
    ["http:", "https:"],
  ),
  LLM_API_KEY: text("The key for that service", null, { secret: true }),
  LLM_MODEL: text("The model's name there. Not set: the first that the service lists", null),
  REKINDLE_PERSONA: text(
    "A file that says who the bot is when a model writes: JSON with `name`, `voice`, `dos`, `donts`, or a Character Card (version 2 or 3; JSON or PNG). Not set: Ember, friendly and calm",
    null,
  ),
  REKINDLE_TEMPLATES_DIR: text(
    "A folder with wordings of your own for follow-ups, beside ours or in their place: see docs/wordings.md",
    null,
  ),
  REKINDLE_HOST: text("The address to listen on", "127.0.0.1"),
  REKINDLE_PORT: numeric("The port to listen on; 0: a free one. `PORT` is accepted too", "3000", {
    from: 0,
    to: 65_535,
    whole: true,
  }),
  REKINDLE_DATA_DIR: DATABASE_VARIABLES.REKINDLE_DATA_DIR,
  REKINDLE_MESSAGE_RETENTION_DAYS: SETTINGS_VARIABLES.REKINDLE_MESSAGE_RETENTION_DAYS,
  LOG_LEVEL: logLevel,
} as const;
