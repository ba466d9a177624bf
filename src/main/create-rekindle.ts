import { attachBot } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import { type FollowUpParts, loadTemplates } from "../follow-ups/index.ts";
import { registerJobs, scheduleDailyJobs } from "../jobs/index.ts";
import { createService, SECOND_MS, type Service, systemClock, systemRandom, timeOrderedIds } from "../kernel/index.ts";
import {
  createScheduler,
  type JobHandler,
  type JobType,
  type Scheduler,
  type SchedulerOptions,
} from "../scheduler/index.ts";
import type { WebServer } from "../web/index.ts";
import { botFor } from "./bot-for.ts";
import { connectPlatform, type PlatformConnection } from "./connect-platform.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { type RekindleOptions, type ResolvedOptions, resolveRekindleOptions } from "./rekindle-options.ts";
import { addSamplePeople } from "./sample-people.ts";
import { startWeb } from "./start-web.ts";

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
  const { platform, settings, logger } = options;
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
    templates: await loadTemplates(options.templatesDir),
    model: options.model,
  };
  const connected = connectPlatform(options, { database, ids });
  registerJobs({ database, outlet: connected.outlet, followUps });
  for (const register of registrations) {
    register(scheduler);
  }
  const bot = botFor(options, { database, followUps, connected });
  if (connected.sandbox !== null) {
    attachBot({ ...bot, replyModel: null });
    await addSamplePeople(connected.sandbox, database); // before anything runs: their talks lie in the past
  }
  const debts = attachBot(bot);
  if (connected.service !== null) {
    opened.push(connected.service); // before the scheduler: it is still there when the last message leaves
    await connected.service.start();
  }
  opened.push(debts);
  await debts.start();
  await scheduler.start();
  opened.push(scheduler);
  await scheduleDailyJobs(followUps);
  const web = await startWeb(options, { database, followUps, connected });
  if (web !== null) {
    opened.push(web);
  }
  return { connected, web };
}

function schedulerOptions({ jobsEnabled }: ResolvedOptions["settings"], { kind }: Database): SchedulerOptions {
  return { claims: jobsEnabled, soleOwner: kind === "embedded", shutdownGraceMs: SHUTDOWN_GRACE_MS };
}
