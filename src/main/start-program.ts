import { createDiscord } from "../delivery/platforms/discord/index.ts";
import { createSandbox } from "../delivery/platforms/sandbox/index.ts";
import type { Persona } from "../llm/index.ts";
import { personId } from "../vocabulary/index.ts";
import { type Configuration, environmentOfProcess, readVariables } from "./configuration.ts";
import { createRekindle, type Rekindle } from "./create-rekindle.ts";
import { fail } from "./fail.ts";
import { createLogger } from "./logging.ts";
import { modelFor } from "./model-for.ts";
import { readPersona } from "./persona/index.ts";
import { REKINDLE_DEFAULTS, type RekindleOptions } from "./rekindle-options.ts";
import { settingsOf } from "./settings-from-environment.ts";
import { VARIABLES } from "./variables.ts";

/** Starts the program as the environment says, and has it stop on a signal. */
export async function startProgram(): Promise<void> {
  const configuration = readVariables(VARIABLES, environmentOfProcess());
  const { REKINDLE_PERSONA: personaFile } = configuration;
  const rekindle = rekindleFor(
    configuration,
    personaFile === null ? REKINDLE_DEFAULTS.persona : await readPersona(personaFile),
  );
  const isStopping = stopOnSignal(rekindle);
  await rekindle.start();
  if (!isStopping()) {
    process.stdout.write(`Rekindle is ready: ${rekindle.url() || rekindle.platformStatus()}\n`);
  }
}

function platformFor({
  DISCORD_TOKEN: token,
  DISCORD_API_URL: apiUrl,
  DISCORD_LISTEN_CHANNELS: listenIn,
  DISCORD_SHARDS: shards,
}: Configuration): RekindleOptions["platform"] {
  return token === null
    ? createSandbox()
    : createDiscord({ token, listenIn, shards, ...(apiUrl === null ? {} : { apiUrl }) });
}

function rekindleFor(configuration: Configuration, persona: Persona): Rekindle {
  const logger = createLogger(configuration.LOG_LEVEL);
  const rekindle = createRekindle({
    platform: platformFor(configuration),
    operatorIds: configuration.DISCORD_OPERATOR_IDS.map(personId),
    databaseUrl: configuration.DATABASE_URL,
    preparedStatements: configuration.DATABASE_PREPARED_STATEMENTS,
    redisUrl: configuration.REDIS_URL,
    dataDir: configuration.REKINDLE_DATA_DIR,
    model: modelFor(configuration),
    modelHost: configuration.LLM_BASE_URL === null ? null : new URL(configuration.LLM_BASE_URL).host,
    templatesDir: configuration.REKINDLE_TEMPLATES_DIR,
    settings: { ...settingsOf(configuration), persona },
    logger,
    logLevel: {
      raise: (forMs) => {
        logger.raiseLevel(forMs);
      },
      restore: () => {
        logger.restoreLevel();
      },
    },
    replies: true,
    asks: true,
    commands: { typed: true },
    web: { host: configuration.REKINDLE_HOST, port: configuration.REKINDLE_PORT },
  });
  rekindle.on("fatal", ({ error }) => {
    void rekindle.stop().finally(() => fail(error, "Rekindle cannot go on"));
  });
  return rekindle;
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
