import { type Configuration, readVariables } from "./configuration.ts";
import { hoursToMs, type RekindleSettings } from "./rekindle-options.ts";
import { SETTINGS_VARIABLES } from "./variables.ts";

/** The settings that variables name. */
export function settingsOf(
  configuration: Pick<Configuration, keyof typeof SETTINGS_VARIABLES>,
): Partial<RekindleSettings> {
  return {
    jobsEnabled: configuration.JOB_SCHEDULER_ENABLED,
    enabled: configuration.FOLLOW_UP_ENABLED,
    defaultDelayMs: hoursToMs(configuration.FOLLOW_UP_DEFAULT_DELAY_HOURS),
    maxPerWeek: configuration.FOLLOW_UP_MAX_PER_USER_PER_WEEK,
    consentMode: configuration.FOLLOW_UP_CONSENT,
    quietHours: configuration.FOLLOW_UP_QUIET_HOURS,
    dryRun: configuration.FOLLOW_UP_DRY_RUN,
    retentionDays: configuration.REKINDLE_MESSAGE_RETENTION_DAYS,
  };
}

/**
 * The settings that the environment of a bot names: `settings: settingsFromEnvironment(process.env)`. Nothing reads the environment
 * unless it is handed over here.
 *
 * @throws ConfigurationError that names every wrong value, and what is allowed.
 */
export function settingsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Partial<RekindleSettings> {
  return settingsOf(readVariables(SETTINGS_VARIABLES, environment));
}
