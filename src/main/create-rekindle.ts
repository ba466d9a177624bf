import { attachBot } from "../bot/index.ts";
import type { Database } from "../database/index.ts";
import {
  createHost,
  type FollowUpParts,
  type HostPlace,
  loadTemplates,
  type OpenFollowUp,
} from "../follow-ups/index.ts";
import { registerJobs, scheduleDailyJobs } from "../jobs/index.ts";
import {
  createEmitter,
  createService,
  SECOND_MS,
  type Service,
  type Subscribe,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../kernel/index.ts";
import { createScheduler, type SchedulerOptions } from "../scheduler/index.ts";
import type { WebServer } from "../web/index.ts";
import { botFor, type ProgramParts, questionFactsOf } from "./bot-for.ts";
import { agreementFor } from "./many-processes.ts";
import { connectPlatform } from "./connect-platform.ts";
import { type ConsentDoor, createConsentDoor } from "./consent-door.ts";
import { createPeopleDoor, openFollowUp, type PeopleDoor } from "./people-door.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { RekindleNotStartedError } from "./rekindle-errors.ts";
import { type RekindleOptions, type ResolvedOptions, resolveRekindleOptions } from "./rekindle-options.ts";
import { addSamplePeople } from "./sample-people.ts";
import { type BotScheduler, createSchedulerDoor, type SchedulerDoor } from "./scheduler-door.ts";
import { startWeb } from "./start-web.ts";

/** What Rekindle tells the bot around it. */
export interface RekindleEvents {
  /** Nothing works any more, such as after a token that was withdrawn. Rekindle stops by itself; the process goes on. */
  readonly fatal: { readonly error: Error };
}

/** Rekindle: the scheduler, the follow-ups and the bot, put together. */
export interface Rekindle extends Service {
  readonly on: Subscribe<RekindleEvents>;
  /** The scheduler is the bot's too: `register` before `start()`, everything else after it. */
  readonly scheduler: BotScheduler;
  /** Permission that the bot asks for, or has already. */
  readonly consent: ConsentDoor;
  /** What is kept of people. */
  readonly people: PeopleDoor;
  /** The follow-up that a person may be answering in this place, for the prompt of whoever answers them; `null`: none. */
  openFollowUp(userId: string, place: HostPlace): Promise<OpenFollowUp | null>;
  /** Where it listens, once it has started with `web`; empty where it does not. */
  url(): string;
  /** How the chat platform is doing, in a line. */
  platformStatus(): string;
}

interface Running extends ProgramParts {
  readonly web: WebServer | null;
}

/** Containers are killed 10 seconds after they were asked to stop: what runs must have ended, or been given back, before. */
const SHUTDOWN_GRACE_MS = 6 * SECOND_MS;

/**
 * Puts Rekindle together. Nothing is opened before `start()`; `stop()` waits for what is running, and leaves a pool and a client that
 * were handed over as they were.
 *
 * @throws RekindleOptionInvalidError, SchemaNameInvalidError, ModelNotUsableError
 */
export function createRekindle(options: RekindleOptions): Rekindle {
  const resolved = resolveRekindleOptions(options);
  const events = createEmitter<RekindleEvents>(resolved.logger);
  const door = createSchedulerDoor();
  const opened: Service[] = []; // released last in, first out
  let running: Running | null = null;

  const service = createService({
    start: async () => {
      running = await open(resolved, { door, opened, onFatal });
    },
    stop: async () => {
      running = null;
      door.close();
      for (const part of opened.splice(0).toReversed()) {
        await part.stop();
      }
    },
  });

  function onFatal(error: Error): void {
    events.emit("fatal", { error });
    service.stop().catch((thrown: unknown) => {
      resolved.logger.error({ error: String(thrown) }, "Rekindle did not stop cleanly");
    });
  }

  const parts = (what: string) => (): Running => {
    if (running === null) {
      throw new RekindleNotStartedError(what);
    }
    return running;
  };

  return {
    ...service,
    on: events.on,
    scheduler: door.scheduler,
    consent: createConsentDoor(parts("consent"), questionFactsOf(resolved)),
    people: createPeopleDoor(parts("people")),
    openFollowUp: async (userId, place) => openFollowUp(parts("openFollowUp")(), userId, place),
    url: () => running?.web?.url() ?? "",
    platformStatus: () => running?.connected.status() ?? "not started",
  };
}

interface Opening {
  readonly door: SchedulerDoor;
  readonly opened: Service[];
  readonly onFatal: (error: Error) => void;
}

async function open(options: ResolvedOptions, { door, opened, onFatal }: Opening): Promise<Running> {
  const { platform } = options;
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
    logger: options.logger,
    options: schedulerOptions(options.settings, database),
  });
  const { queue, requestSlots } = await agreementFor(options, { database, scheduler });
  const followUps = await followUpParts(options, { scheduler, queue, ids });
  const connected = connectPlatform(options, { database, requestSlots, ids, onFatal });
  registerJobs({ database, outlet: connected.outlet, followUps });
  door.open(scheduler);
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
  opened.push(queue); // stopped before the scheduler, which runs what it names
  await queue.start();
  await scheduleDailyJobs(followUps);
  const web = await startWeb(options, { database, followUps, connected });
  if (web !== null) {
    opened.push(web);
  }
  return { database, followUps, connected, web };
}

async function followUpParts(
  options: ResolvedOptions,
  parts: Pick<FollowUpParts, "scheduler" | "queue" | "ids">,
): Promise<FollowUpParts> {
  const { platform, settings, settingsCommand, people, privacy, hostTimeoutMs, logger, model } = options;
  return {
    ...parts,
    random: systemRandom,
    logger,
    settings: { ...settings, commandPrefix: platform.commandPrefix, settingsCommand },
    templates: await loadTemplates(options.templatesDir),
    model,
    host: createHost({ people, privacy, timeoutMs: hostTimeoutMs, logger }),
  };
}

function schedulerOptions({ jobsEnabled }: ResolvedOptions["settings"], { kind }: Database): SchedulerOptions {
  return { claims: jobsEnabled, soleOwner: kind === "embedded", shutdownGraceMs: SHUTDOWN_GRACE_MS };
}
