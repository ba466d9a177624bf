import { afterAll, beforeAll, vi } from "vitest";

import { attachBot, type BotParts } from "../../src/bot/index.ts";
import { releaseOwed } from "../../src/conversation/index.ts";
import { type Database, manualTime, type ManualTime } from "../../src/database/index.ts";
import type { OpenDatabase } from "../../src/database/testing/index.ts";
import type {
  Actor,
  CommandEvent,
  InboxEvent,
  Mention,
  MessageEvent,
  OutletMessage,
  PressEvent,
  Reply,
} from "../../src/delivery/index.ts";
import { createHost, type FollowUpParts, HOST_TIMEOUT_MS, loadTemplates } from "../../src/follow-ups/index.ts";
import { registerJobs } from "../../src/jobs/index.ts";
import {
  addMs,
  HOUR_MS,
  seededRandom,
  SECOND_MS,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import type { LanguageModel } from "../../src/llm/index.ts";
import { REKINDLE_DEFAULTS } from "../../src/main/rekindle-options.ts";
import { postgresQueue } from "../../src/outbound/queues/postgres/index.ts";
import { createScheduler, type Scheduler } from "../../src/scheduler/index.ts";
import { personId, type Place } from "../../src/vocabulary/index.ts";
import { openProductDatabase, values } from "../product-database.ts";
import { createFakeInbox, directPlace, expectToFit, type FakeInbox } from "./fake-inbox.ts";

/** Noon, at which nobody is asleep. */
export const NOON = new Date("2030-03-01T12:00:00Z");

/** Three messages, the last about something that is worth asking about. */
export const EXAM_TALK = ["hi there", "long week so far", "My biology exam is tomorrow and I'm nervous"] as const;

export const hall = (serverId: string): Place => channel(serverId, `hall-${serverId}`);
export const channel = (serverId: string, channelId: string): Place => ({
  platform: "discord",
  kind: "public_channel",
  channelId,
  serverId,
});

/** Somebody, with a stable id and a name. */
export function someone(name: string, rights: Partial<Actor> = {}): Actor {
  return {
    id: personId(`id-${name.replaceAll(" ", "-")}`),
    name,
    operator: false,
    serverAdministrator: false,
    ...rights,
  };
}

export const dmOf = ({ id }: Pick<Actor, "id">): Place => directPlace(id);

/** The bot on a fake platform, with a clock that stands until it is wound. */
export interface Stage {
  readonly database: Database;
  readonly inbox: FakeInbox;
  readonly scheduler: Scheduler;
  /** What left of its own accord. */
  readonly sent: OutletMessage[];
  now(): Date;
  /** Somebody writes; what they are answered comes back. */
  say(actor: Actor, place: Place, text: string, changes?: Partial<MessageEvent>): Promise<readonly Reply[]>;
  talk(actor: Actor, place: Place, texts: readonly string[]): Promise<void>;
  /** Somebody gives a command by the platform's own means. */
  give(actor: Actor, place: Place, line: string, mentions?: readonly Mention[]): Promise<Reply>;
  press(actor: Actor, place: Place, buttonId: string, changes?: Partial<PressEvent>): Promise<Reply | null>;
  /** Sets the clock, and lets nothing run: to look at how things stand then. */
  moveTo(moment: Date): void;
  /** Winds the clock in steps of an hour, and lets what is due run. */
  wind(hours: number): Promise<void>;
  /** Another process in place of this one, which is dead: it answers what it finds. */
  takeOver(): Promise<void>;
  /** Messages have ids in order: the last one that was said. */
  lastMessageId(): string;
}

/** What is not as usual on a stage. */
export interface StageChanges {
  readonly settings?: Partial<FollowUpParts["settings"]>;
  /** Answers people. */
  readonly replyModel?: LanguageModel;
  /** Words follow-ups. */
  readonly model?: LanguageModel;
}

/** One stage for a suite. */
export function useStage(open: OpenDatabase, changes: StageChanges = {}): () => Stage {
  let stage: Stage | undefined;
  beforeAll(async () => {
    stage = await openStage(open, changes);
  });
  afterAll(async () => {
    await stage?.scheduler.stop();
  });
  return () => {
    if (stage === undefined) {
      throw new Error("the stage is set before the first test");
    }
    return stage;
  };
}

/** A stage of its own; whoever opens it stops its scheduler. */
export async function openStage(open: OpenDatabase, changes: StageChanges = {}): Promise<Stage> {
  const database = await openProductDatabase(open);
  const time = manualTime(NOON);
  database.timeSource = time;
  const ids = timeOrderedIds(systemClock, systemRandom);
  const random = seededRandom(7);
  const scheduler = createScheduler({ database, ids, random, logger: silentLogger });
  const followUps: FollowUpParts = {
    scheduler,
    queue: postgresQueue,
    ids,
    random,
    logger: silentLogger,
    settings: {
      ...REKINDLE_DEFAULTS,
      quietHours: null,
      commandPrefix: "/",
      settingsCommand: "/followup_settings",
      ...changes.settings,
    },
    templates: await loadTemplates(null),
    model: changes.model ?? null,
    host: createHost({ timeoutMs: HOST_TIMEOUT_MS, logger: silentLogger }),
  };
  const inbox = createFakeInbox();
  const sent: OutletMessage[] = [];
  registerJobs({
    database,
    followUps,
    outlet: {
      send: async (message) => {
        expectToFit(message);
        sent.push(message);
        return { type: "accepted", platformMessageId: `sent-${message.nonce}` };
      },
      find: async () => ({ type: "absent" }),
    },
  });
  const parts = botParts({ database, inbox, followUps, replyModel: changes.replyModel ?? null });
  attachBot(parts);
  await scheduler.start();
  const takeOver = async (): Promise<void> => {
    await releaseOwed(database);
    const debts = attachBot(parts);
    await debts.start();
    await vi.waitUntil(
      async () => (await values(database, "select 1 as value from owed_answers")).length === 0,
      10_000,
    );
    await debts.stop();
  };
  return createStage({ database, inbox, scheduler, sent, time, takeOver });
}

function botParts(parts: Pick<BotParts, "database" | "inbox" | "followUps" | "replyModel">): BotParts {
  return {
    ...parts,
    logger: silentLogger,
    manners: { replies: true, asks: true, typedCommands: true },
    questionFacts: {
      retentionDays: 30,
      maxPerWeek: 2,
      settingsCommand: "/followup_settings",
      leavesTexts: false,
      modelHost: null,
    },
    status: {
      version: "1.2.3",
      mode: "live",
      redis: () => "not configured",
      gateway: () => "connected, 42 ms",
      uptimeMs: () => HOUR_MS,
      raiseLogLevel: () => undefined,
      restoreLogLevel: () => undefined,
    },
  };
}

function createStage({
  time,
  ...parts
}: Pick<Stage, "database" | "inbox" | "scheduler" | "sent" | "takeOver"> & { readonly time: ManualTime }): Stage {
  let now = NOON;
  let count = 0;
  let calls = 0;
  const { inbox, scheduler } = parts;

  /** People do one thing after the other. */
  const tick = (): Date => {
    now = addMs(now, SECOND_MS);
    time.set(now);
    return now;
  };
  const newCall = (): string => {
    calls += 1;
    return `call-${calls}`;
  };
  const one = (answers: readonly Reply[]): Reply => {
    const [answer] = answers;
    if (answer === undefined) {
      throw new Error("there was no answer");
    }
    return answer;
  };
  const say: Stage["say"] = (actor, place, text, changes = {}) => {
    count += 1;
    const event: MessageEvent = {
      type: "message",
      actor,
      place,
      at: tick(),
      messageId: `message-${count}`,
      text,
      mentions: [],
      addressed: true,
      ...changes,
    };
    return inbox.take(event);
  };

  return {
    ...parts,
    now: () => now,
    say,
    lastMessageId: () => `message-${count}`,
    talk: async (actor, place, texts) => {
      for (const text of texts) {
        await say(actor, place, text);
      }
    },
    give: async (actor, place, line, mentions = []) => {
      const [name = "", ...words] = line.split(" ");
      const event: CommandEvent = {
        type: "command",
        actor,
        place,
        at: tick(),
        callId: newCall(),
        name,
        words,
        mentions,
      };
      return one(await inbox.take(event));
    },
    press: async (actor, place, buttonId, changes = {}) => {
      const event: InboxEvent = {
        type: "press",
        callId: newCall(),
        actor,
        place,
        at: tick(),
        messageId: "pressed",
        buttonId,
        outboundId: null,
        ...changes,
      };
      return (await inbox.take(event))[0] ?? null;
    },
    moveTo: (moment) => {
      now = moment;
      time.set(moment);
    },
    wind: async (hours) => {
      for (let hour = 0; hour < hours; hour += 1) {
        now = addMs(now, HOUR_MS);
        time.set(now);
        await scheduler.settle();
      }
    },
  };
}
