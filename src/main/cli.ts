import { createSandbox } from "../delivery/platforms/sandbox/index.ts";
import { RekindleError, toError } from "../kernel/index.ts";
import type { LanguageModel } from "../llm/index.ts";
import { openAICompatibleModel } from "../llm/models/openai-compatible/index.ts";
import { type Configuration, environmentOfProcess, readConfiguration } from "./configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { createRekindle, type Rekindle } from "./create-rekindle.ts";
import { createLogger } from "./logging.ts";
import { migrateCommand } from "./migrate-command.ts";
import { hoursToMs } from "./rekindle-options.ts";
import { VERSION } from "./version.ts";

const USAGE = `Rekindle ${VERSION}

Usage: rekindle [--help | --version]
       rekindle migrate [--print | --check]

Starts the sandbox: a web page to chat with the bot, and a clock to wind forward.
\`migrate\` brings the schema of the database up to date, prints what is missing as SQL, or says whether something is.
Settings are environment variables, also from a .env file: see docs/configuration.md.`;

/** Says it in plain words where it is ours, in full where it is not, and ends with a code that is not 0. */
function fail(thrown: unknown, what = "Rekindle cannot start"): never {
  const error = toError(thrown);
  if (error instanceof ConfigurationError) {
    process.stderr.write(
      `The configuration is not valid [${error.code}]:\n${error.problems.map((problem) => `  ${problem}\n`).join("")}`,
    );
  } else if (error instanceof RekindleError) {
    process.stderr.write(`${what}: ${error.message} [${error.code}]\n`);
  } else {
    process.stderr.write(`${what}: ${error.stack ?? error.message}\n`);
  }
  process.exit(1);
}

function modelFor(configuration: Configuration): LanguageModel | null {
  if (configuration.LLM_BASE_URL === null) {
    return null;
  }
  return openAICompatibleModel({
    baseUrl: configuration.LLM_BASE_URL,
    ...(configuration.LLM_API_KEY === null ? {} : { apiKey: configuration.LLM_API_KEY }),
    ...(configuration.LLM_MODEL === null ? {} : { model: configuration.LLM_MODEL }),
  });
}

/** Somebody who sets a token expects Discord, and must not get a sandbox without a word. */
class DiscordNotThereError extends RekindleError {
  readonly code = "DISCORD_NOT_THERE_YET";
}

function rekindleFor(configuration: Configuration): Rekindle {
  if (configuration.DISCORD_TOKEN !== null) {
    throw new DiscordNotThereError(
      "DISCORD_TOKEN is set, but this version has no Discord side yet: start without it for the sandbox",
    );
  }
  const logger = createLogger(configuration.LOG_LEVEL);
  return createRekindle({
    platform: createSandbox(),
    databaseUrl: configuration.DATABASE_URL,
    dataDir: configuration.REKINDLE_DATA_DIR,
    model: modelFor(configuration),
    modelHost: configuration.LLM_BASE_URL === null ? null : new URL(configuration.LLM_BASE_URL).host,
    settings: {
      jobsEnabled: configuration.JOB_SCHEDULER_ENABLED,
      enabled: configuration.FOLLOW_UP_ENABLED,
      defaultDelayMs: hoursToMs(configuration.FOLLOW_UP_DEFAULT_DELAY_HOURS),
      maxPerWeek: configuration.FOLLOW_UP_MAX_PER_USER_PER_WEEK,
      consentMode: configuration.FOLLOW_UP_CONSENT,
      quietHours: configuration.FOLLOW_UP_QUIET_HOURS,
      dryRun: configuration.FOLLOW_UP_DRY_RUN,
      retentionDays: configuration.REKINDLE_MESSAGE_RETENTION_DAYS,
    },
    logger,
    logLevel: {
      raise: (forMs) => {
        logger.raiseLevel(forMs);
      },
      restore: () => {
        logger.restoreLevel();
      },
    },
    web: { host: configuration.REKINDLE_HOST, port: configuration.REKINDLE_PORT },
  });
}

/** Ends cleanly on the first signal, at once on the second. Says whether there was one. */
function stopOnSignal(rekindle: Rekindle): () => boolean {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    process.stdout.write("Stopping; once more to stop at once.\n");
    rekindle.stop().then(
      () => process.exit(0),
      (thrown: unknown) => fail(thrown, "Rekindle did not stop cleanly"),
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return () => stopping;
}

async function migrate(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = await migrateCommand(words, () => readConfiguration(environmentOfProcess()), {
      print: (text) => void process.stdout.write(text),
      note: (text) => void process.stderr.write(text),
    });
  } catch (thrown) {
    fail(thrown, "The schema could not be looked at, or not be changed");
  }
}

async function main(words: readonly string[]): Promise<void> {
  const [word] = words;
  if (word === "migrate") {
    await migrate(words.slice(1));
    return;
  }
  if (word === "--version") {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (word !== undefined) {
    process.stdout.write(`${USAGE}\n`);
    process.exitCode = word === "--help" ? 0 : 1;
    return;
  }
  const rekindle = rekindleFor(readConfiguration(environmentOfProcess()));
  const isStopping = stopOnSignal(rekindle);
  await rekindle.start();
  if (!isStopping()) {
    process.stdout.write(`Rekindle is ready: ${rekindle.url()}\n`);
  }
}

main(process.argv.slice(2)).catch((thrown: unknown) => fail(thrown));
