import type { Client } from "discord.js";
import { onTestFinished } from "vitest";

import type {
  CommandDefinition,
  CompletionRequest,
  ConnectedPlatform,
  DirectChats,
  Heard,
  InboxEvent,
  LivePlatform,
  PlatformNews,
  Reply,
  RequestSlots,
  TalkPlace,
} from "../../../src/delivery/index.ts";
import {
  createDiscord,
  type CreateDiscordOptions,
  discordPlatform,
  type DiscordPlatformOptions,
} from "../../../src/delivery/platforms/discord/index.ts";
import { type LogFields, type Logger, systemClock } from "../../../src/kernel/index.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import type { DiscordStandIn, StandInOptions } from "../stand-in/index.ts";
import { openScene, type Scene } from "../stand-in-fixture.ts";

/** One command of each kind of field and of rank. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "schedule_followup",
    description: "Write to somebody after so many hours",
    rank: "administrator",
    fields: [
      { name: "person", description: "Who", required: true, type: "person" },
      { name: "hours", description: "After how many hours", required: true, type: "number", max: 8784 },
    ],
  },
  {
    name: "job_status",
    description: "What became of a job",
    rank: "administrator",
    fields: [{ name: "id", description: "Which", required: false, type: "text", maxLength: 100, completes: true }],
  },
  {
    name: "debug",
    description: "More in the log, or less",
    rank: "operator",
    fields: [{ name: "state", description: "On or off", required: true, type: "choice", choices: ["on", "off"] }],
  },
  { name: "bot_status", description: "How the bot is doing", rank: "operator", fields: [] },
];

/** Direct chats as one process knows them, in memory. */
export interface KnownChats extends DirectChats {
  readonly channels: Map<string, string>;
  readonly holds: { readonly forMs: number; readonly reason: string }[];
  /** How many may still be opened. */
  openings: number;
}

function knownChats(): KnownChats {
  const chats: KnownChats = {
    channels: new Map(),
    holds: [],
    openings: 10,
    find: async (person) => chats.channels.get(person) ?? null,
    remember: async (person, channelId) => void chats.channels.set(person, channelId),
    takeOpening: async () => {
      if (chats.openings === 0 || chats.holds.length > 0) {
        return { granted: false, retryAfterMs: 60_000 };
      }
      chats.openings -= 1;
      return { granted: true };
    },
    holdOpenings: async (forMs, reason) => void chats.holds.push({ forMs, reason }),
  };
  return chats;
}

/** What one process heard, in memory. */
export interface HeardInMemory extends Heard {
  readonly notes: Map<string, Date>;
  places: readonly TalkPlace[];
  kept: readonly string[];
}

function heardInMemory(): HeardInMemory {
  const heard: HeardInMemory = {
    notes: new Map(),
    places: [],
    kept: [],
    until: async (listener) => heard.notes.get(listener) ?? null,
    note: async (listener) => void heard.notes.set(listener, systemClock.now()),
    talkPlaces: async () => heard.places,
    servers: async () => heard.kept,
  };
  return heard;
}

/** A line that was logged. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: LogFields;
  readonly text: string;
}

/** A platform that is connected to the stand-in, and what came in. */
export interface Adapter {
  readonly platform: ConnectedPlatform;
  readonly events: InboxEvent[];
  readonly news: PlatformNews[];
  readonly completions: CompletionRequest[];
  readonly chats: KnownChats;
  readonly heard: HeardInMemory;
  readonly log: LogLine[];
  readonly fatal: Error[];
  /** What is done with each event, until it is set: nothing. */
  handle: (event: InboxEvent) => Promise<void>;
  /** What is offered to whoever fills in a field. */
  offer: readonly string[];
}

/** Connects a platform without starting it; it is stopped after the test. */
export function connectAdapter(
  live: LivePlatform,
  {
    operatorIds = [],
    commands = COMMANDS,
    requestSlots = null,
  }: {
    operatorIds?: readonly string[];
    commands?: readonly CommandDefinition[];
    requestSlots?: RequestSlots | null;
  } = {},
): Adapter {
  const chats = knownChats();
  const heard = heardInMemory();
  const log: LogLine[] = [];
  const fatal: Error[] = [];
  const at =
    (level: keyof Logger) =>
    (fields: LogFields, text: string): void =>
      void log.push({ level, fields, text });
  const logger: Logger = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  const platform = live.connect({
    logger,
    directChats: chats,
    requestSlots,
    heard,
    commands,
    operatorIds: operatorIds.map(personId),
    onFatal: (error) => fatal.push(error),
  });
  const adapter: Adapter = {
    platform,
    events: [],
    news: [],
    completions: [],
    chats,
    heard,
    log,
    fatal,
    handle: async () => undefined,
    offer: [],
  };
  platform.inbox.subscribe(async (event) => {
    adapter.events.push(event);
    await adapter.handle(event);
  });
  platform.inbox.subscribeNews(async (news) => void adapter.news.push(news));
  platform.inbox.complete(async (request) => {
    adapter.completions.push(request);
    return adapter.offer;
  });
  onTestFinished(() => platform.stop());
  return adapter;
}

/** The scene with our own client in it, connected, its commands registered. */
export async function openOwn(
  options: Partial<CreateDiscordOptions> & {
    readonly standIn?: StandInOptions;
    readonly operatorIds?: readonly string[];
  } = {},
): Promise<Scene & Adapter> {
  const { standIn: standInOptions, operatorIds = [], ...rest } = options;
  const scene = await openScene(standInOptions);
  const adapter = connectAdapter(ownPlatform(scene.standIn, rest), { operatorIds });
  await adapter.platform.start();
  await commandsAreThere(scene.standIn);
  return join(scene, adapter);
}

export function ownPlatform(standIn: DiscordStandIn, options: Partial<CreateDiscordOptions> = {}): LivePlatform {
  return createDiscord({ token: standIn.token, apiUrl: standIn.apiUrl, ...options });
}

/** The platform over a host's client. */
export function connectHost(client: Client, options: DiscordPlatformOptions = {}): Adapter {
  return connectAdapter(discordPlatform(client, options));
}

/** Waits until all commands of ours are registered. */
export async function commandsAreThere(standIn: DiscordStandIn, count = COMMANDS.length): Promise<void> {
  await standIn.waitFor(() => standIn.registeredCommands().length >= count, "the commands");
}

/** One object with both, whose fields can still be set. */
function join(scene: Scene, adapter: Adapter): Scene & Adapter {
  return Object.assign(adapter, scene);
}

/** The event that comes in next to those that were there. */
export async function nextEvent({ standIn, events }: Scene & Adapter, count = 1): Promise<InboxEvent> {
  return standIn.waitFor(() => events[count - 1], `event ${count}`);
}

/** An answer that everybody may see. */
export function openReply(text: string, buttons: Reply["buttons"] = []): Reply {
  return { text, buttons, onlyForActor: false };
}
