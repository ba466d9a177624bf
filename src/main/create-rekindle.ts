import { fileURLToPath } from "node:url";

import { attachBot, type BotParts, type ProgramStatus } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import {
  ADMIN_NAME,
  advanceSandboxTime,
  type SandboxPlatform,
  sandboxPlace,
} from "../delivery/platforms/sandbox/index.ts";
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
import { createWebServer, type WebServer } from "../web/index.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { type RekindleOptions, type ResolvedOptions, resolveRekindleOptions } from "./rekindle-options.ts";
import { addSamplePeople } from "./sample-people.ts";
import { VERSION } from "./version.ts";

/** Rekindle: the scheduler, the follow-ups and the bot, put together. */
export interface Rekindle extends Service {
  /** The scheduler is the host's too. Handlers are registered before `start()`. */
  readonly scheduler: { register<Payload>(type: JobType<Payload>, handler: JobHandler<Payload>): void };
  /** Where it listens, once it has started with `web`. */
  url(): string;
}

interface Running {
  readonly database: Database;
  readonly scheduler: Scheduler;
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
  };
}

async function open(
  options: ResolvedOptions,
  {
    registrations,
    opened,
  }: { readonly registrations: readonly ((scheduler: Scheduler) => void)[]; readonly opened: Service[] },
): Promise<Running> {
  const { platform, settings, logger } = options;
  const ids = timeOrderedIds(systemClock, systemRandom);
  const database = await prepareDatabase({ ...options, mode: platform.mode });
  opened.push({ start: () => Promise.resolve(), stop: () => database.close() });
  database.timeSource = platform.timeSource;

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
  const connected = platform.connect({ database, ids, logger, botName: settings.persona.name });
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
    replyModel: options.model,
    status: programStatus(options),
  };
  attachBot({ ...bot, replyModel: null });
  await addSamplePeople(connected, database); // before anything runs: their talks lie in the past
  attachBot(bot);
  await scheduler.start();
  opened.push(scheduler);
  await scheduleDailyJobs(followUps);
  const web = createWeb(options, { database, followUps, connected });
  if (web !== null) {
    await web.start();
    opened.push(web);
  }
  return { database, scheduler, web };
}

function schedulerOptions({ jobsEnabled }: ResolvedOptions["settings"], { kind }: Database): SchedulerOptions {
  return { claims: jobsEnabled, soleOwner: kind === "embedded", shutdownGraceMs: SHUTDOWN_GRACE_MS };
}

function programStatus({ platform, logLevel }: ResolvedOptions): ProgramStatus {
  const startedAtMs = monotonicMs();
  return {
    version: VERSION,
    mode: platform.mode,
    redis: "not configured",
    gateway: () => "sandbox, always connected",
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
    readonly connected: SandboxPlatform;
  },
): WebServer | null {
  if (web === null) {
    return null;
  }
  return createWebServer({
    ...web,
    logger,
    pagesFolder: fileURLToPath(new URL("../../dist/web", import.meta.url)),
    checkReady: async () => {
      await database.now();
    },
    sandbox: {
      database,
      followUps,
      inbox: connected.inbox,
      chat: connected.chat,
      adminName: ADMIN_NAME,
      modelConfigured: model !== null,
      version: VERSION,
      post: (message) => connected.post(message),
      press: (press) => connected.press(press),
      placeOf: sandboxPlace,
      advance: (moment) => advanceSandboxTime(database, moment),
    },
  });
}
