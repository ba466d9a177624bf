import { fileURLToPath } from "node:url";

import { attachBot, type BotParts, type ProgramStatus } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import { ADMIN_NAME, advanceSandboxTime, sandboxPlace } from "../delivery/platforms/sandbox/index.ts";
import { type FollowUpParts, loadTemplates, TEMPLATES_FOLDER } from "../follow-ups/index.ts";
import { registerJobs, scheduleDailyJobs } from "../jobs/index.ts";
import {
  createService,
  monotonicMs,
  SECOND_MS,
  type Service,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../kernel/index.ts";
import {
  createScheduler,
  type JobHandler,
  type JobType,
  type Scheduler,
  type SchedulerOptions,
} from "../scheduler/index.ts";
import { createWebServer, PortTakenError, type WebServer } from "../web/index.ts";
import { connectPlatform, type PlatformConnection } from "./connect-platform.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { type RekindleOptions, type ResolvedOptions, resolveRekindleOptions } from "./rekindle-options.ts";
import { addSamplePeople } from "./sample-people.ts";
import { VERSION } from "./version.ts";

/** Rekindle: the scheduler, the follow-ups and the bot, put together. */
export interface Rekindle extends Service {
  /** The scheduler is the host's too. Handlers are registered before `start()`. */
  readonly scheduler: { register<Payload>(type: JobType<Payload>, handler: JobHandler<Payload>): void };
  /** Where it listens, once it has started with `web`; empty where it does not. */
  url(): string;
  /** How the chat platform is doing, in a line. */
  platformStatus(): string;
}

interface Running {
  readonly database: Database;
  readonly scheduler: Scheduler;
  readonly connected: PlatformConnection;
  readonly web: WebServer | null;
}

/** Containers are killed 10 seconds after they were asked to stop: what runs must have ended, or been given back, before. */
const SHUTDOWN_GRACE_MS = 6 * SECOND_MS;

/** Puts Rekindle together. Nothing is opened before `start()`; `stop()` waits for what is running. */
export function createRekindle(options: RekindleOptions): Rekindle {
  const resolved = resolveRekindleOptions(options);
  const registrations: ((scheduler: Scheduler) => void)[] = [];
  const opened: Service[] = []; // released last in, first out
  let running: Running | null = null;

  const service = createService({
    start: async () => {
      running = await open(resolved, { registrations, opened });
    },
    stop: async () => {
      running = null;
      for (const part of opened.splice(0).toReversed()) {
        await part.stop();
      }
    },
  });

  return {
    ...service,
    scheduler: {
      register: (type, handler) => {
        registrations.push((scheduler) => {
          scheduler.register(type, handler);
        });
      },
    },
    url: () => running?.web?.url() ?? "",
    platformStatus: () => running?.connected.status() ?? "not started",
  };
}

async function open(
  options: ResolvedOptions,
  {
    registrations,
    opened,
  }: { readonly registrations: readonly ((scheduler: Scheduler) => void)[]; readonly opened: Service[] },
): Promise<Running> {
  const { platform, settings, logger, onFatal } = options;
  const ids = timeOrderedIds(systemClock, systemRandom);
  const database = await prepareDatabase({ ...options, mode: platform.mode });
  opened.push({ start: () => Promise.resolve(), stop: () => database.close() });
  if (platform.mode === "sandbox") {
    database.timeSource = platform.timeSource;
  }

  const scheduler = createScheduler({
    database,
    ids,
    random: systemRandom,
    logger,
    options: schedulerOptions(settings, database),
  });
  const followUps: FollowUpParts = {
    scheduler,
    ids,
    random: systemRandom,
    logger,
    settings: { ...settings, commandPrefix: platform.commandPrefix },
    templates: await loadTemplates(TEMPLATES_FOLDER),
    model: options.model,
  };
  const connected = connectPlatform(options, {
    database,
    ids,
    onFatal: (error) => {
      logger.error({ error: error.message }, "the chat platform cannot be used any more");
      onFatal?.(error);
    },
  });
  registerJobs({ database, outlet: connected.outlet, followUps });
  for (const register of registrations) {
    register(scheduler);
  }
  const bot: BotParts = {
    database,
    inbox: connected.inbox,
    followUps,
    logger,
    questionFacts: {
      retentionDays: settings.retentionDays,
      maxPerWeek: settings.maxPerWeek,
      commandPrefix: platform.commandPrefix,
      modelHost: options.modelHost,
    },
    replyModel: options.replies ? options.model : null,
    status: programStatus(options, connected),
  };
  if (connected.sandbox !== null) {
    attachBot({ ...bot, replyModel: null });
    await addSamplePeople(connected.sandbox, database); // before anything runs: their talks lie in the past
  }
  attachBot(bot);
  if (connected.service !== null) {
    opened.push(connected.service); // before the scheduler: it is still there when the last message leaves
    await connected.service.start();
  }
  await scheduler.start();
  opened.push(scheduler);
  await scheduleDailyJobs(followUps);
  const web = createWeb(options, { database, followUps, connected });
  const served = web !== null && (await startWeb(web, options));
  if (served) {
    opened.push(web);
  }
  return { database, scheduler, connected, web: served ? web : null };
}

/** The sandbox is nothing without its page; a bot goes on without its health page. */
async function startWeb(web: WebServer, { platform, logger }: ResolvedOptions): Promise<boolean> {
  try {
    await web.start();
    return true;
  } catch (thrown) {
    if (platform.mode === "live" && thrown instanceof PortTakenError) {
      logger.warn({ error: thrown.message }, "there is no health page: its port is taken");
      return false;
    }
    throw thrown;
  }
}

function schedulerOptions({ jobsEnabled }: ResolvedOptions["settings"], { kind }: Database): SchedulerOptions {
  return { claims: jobsEnabled, soleOwner: kind === "embedded", shutdownGraceMs: SHUTDOWN_GRACE_MS };
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

function createWeb(
  { web, logger, model }: ResolvedOptions,
  {
    database,
    followUps,
    connected,
  }: {
    readonly database: Database;
    readonly followUps: FollowUpParts;
    readonly connected: PlatformConnection;
  },
): WebServer | null {
  if (web === null) {
    return null;
  }
  const { inbox, sandbox } = connected;
  return createWebServer({
    ...web,
    logger,
    pagesFolder: fileURLToPath(new URL("../../dist/web", import.meta.url)),
    checkReady: async () => {
      await database.now();
    },
    sandbox:
      sandbox === null
        ? null
        : {
            database,
            followUps,
            inbox,
            chat: sandbox.chat,
            adminName: ADMIN_NAME,
            modelConfigured: model !== null,
            version: VERSION,
            post: (message) => sandbox.post(message),
            press: (press) => sandbox.press(press),
            placeOf: sandboxPlace,
            advance: (moment) => advanceSandboxTime(database, moment),
          },
  });
}
