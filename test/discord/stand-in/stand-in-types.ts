import type { Clock } from "../../../src/kernel/index.ts";
import type { CommandValues } from "./command-input.ts";
import type { CommandBody, RegisteredCommand } from "./commands.ts";
import type { Fault, OrderedFault } from "./faults.ts";
import type { Choice, Interaction } from "./interaction-records.ts";
import type { PrivilegedIntent } from "./intents.ts";
import type { LimitOptions } from "./limits.ts";
import type { RequestLog, RequestMatcher } from "./request-log.ts";
import type { Held } from "./waiting.ts";
import type { MessageRecord } from "./world.ts";

export interface StandInOptions {
  /** @defaultValue a free one */
  readonly port?: number;
  /** @defaultValue "stand-in-token" */
  readonly token?: string;
  /** What the application was granted. @defaultValue all */
  readonly privilegedIntents?: readonly PrivilegedIntent[];
  /** For how long a nonce is remembered. @defaultValue 3 minutes */
  readonly nonceWindowMs?: number;
  /** Whether messages that are read from a channel carry their nonce. @defaultValue true */
  readonly nonceInHistory?: boolean;
  /** Whether limits are enforced with 429, and the headers sent by which a bot keeps to them. @defaultValue none */
  readonly limits?: LimitOptions;
  /** @defaultValue 41,250, as Discord has it */
  readonly heartbeatIntervalMs?: number;
  /** How many shards are advised. @defaultValue 1 */
  readonly advisedShards?: number;
  /** How many shards may identify themselves within 5 seconds. @defaultValue 1 */
  readonly maxConcurrency?: number;
  /** The clock of ids and of the times of messages. @defaultValue the machine's */
  readonly clock?: Clock;
  /** How long `waitFor` and `waitForAnswer` wait. @defaultValue 10 seconds */
  readonly patienceMs?: number;
}

/** A direct chat with the bot, or a channel of a server. */
export type Place = "dm" | { readonly channelId: string };

/** A message as it stands now; it goes on to change with what happens to it. */
export type StoredMessage = Readonly<MessageRecord>;

export interface Channel {
  readonly id: string;
  readonly name: string;
}

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly Channel[];
  /** By name; throws where there is none. */
  channel(name: string): { readonly channelId: string };
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** How they are mentioned: "<@1>". */
  readonly mention: string;
}

export interface ChannelSettings {
  /** @defaultValue true */
  readonly botMaySee?: boolean;
  /** @defaultValue true */
  readonly botMaySend?: boolean;
  /** Without it, the channel's messages are an empty list to the bot, and it cannot reply to one. @defaultValue true */
  readonly botMayReadHistory?: boolean;
}

export interface NewChannel extends ChannelSettings {
  readonly id?: string;
  readonly name: string;
  /** Only the server's owner and `visibleTo` see it; the bot as well. @defaultValue false */
  readonly private?: boolean;
  readonly visibleTo?: readonly string[];
}

export interface NewThread {
  readonly name: string;
  /** Who began it. */
  readonly ownerId: string;
  /** Only `visibleTo` see it; the bot as well. @defaultValue false */
  readonly private?: boolean;
  readonly visibleTo?: readonly string[];
}

export interface NewServer {
  readonly id?: string;
  readonly name: string;
  readonly channels: readonly NewChannel[];
  /** A person, who joins it. @defaultValue somebody whom nobody knows */
  readonly ownerId?: string;
}

/** What somebody may do in a server beside what everyone may. */
export interface Rights {
  /** @defaultValue false */
  readonly manageServer?: boolean;
  /** All that there is to do. @defaultValue false */
  readonly administrator?: boolean;
}

export interface NewPerson {
  readonly id?: string;
  readonly name: string;
  readonly globalName?: string;
  readonly servers?: readonly (Rights & { readonly serverId: string })[];
  /** Owner of the application; several are its team. @defaultValue false */
  readonly operator?: boolean;
  /** Whether direct messages of the bot reach them; refused with 50007 where not. @defaultValue true */
  readonly acceptsDirect?: boolean;
  /** Another bot. @defaultValue false */
  readonly isBot?: boolean;
}

export interface SayOptions {
  readonly replyTo?: string;
  /** Whether who is replied to is mentioned by it. @defaultValue true */
  readonly replyPings?: boolean;
  /** People, or "bot": put in front of the text, where it does not mention them. */
  readonly mentions?: readonly string[];
  /** Discord's message type, such as 7 for "has joined". @defaultValue 0, or 19 for a reply */
  readonly type?: number;
  /** By a webhook that bears the person's name. @defaultValue false */
  readonly asWebhook?: boolean;
}

/** Discord on the loopback, as far as our bot needs it. Whoever asks for what nobody could do gets a `StandInMisuseError`. */
export interface DiscordStandIn extends AsyncDisposable {
  /** "http://127.0.0.1:PORT/api", for `rest: { api }` of discord.js and for DISCORD_API_URL. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botId: string;
  /** "<@1>" */
  readonly botMention: string;

  // The world. Whatever changes while a bot is connected is told to it.
  addServer(server: NewServer): Server;
  addPerson(person: NewPerson): Person;
  /** Who is in it already gets other rights. */
  joinServer(personId: string, serverId: string, rights?: Rights): void;
  leaveServer(personId: string, serverId: string): void;
  removeBotFromServer(serverId: string): void;
  /** It comes back. */
  addBotToServer(serverId: string): void;
  /** Out of order, or in order again. */
  setServerAvailable(serverId: string, isAvailable: boolean): void;
  setChannel(channelId: string, settings: ChannelSettings): void;
  deleteChannel(channelId: string): void;
  /** What the bot may do there is what it may do in the channel. */
  addThread(channel: { readonly channelId: string }, thread: NewThread): { readonly channelId: string };
  /** Who writes into one that is archived brings it back, unless it is locked. */
  setThread(
    thread: { readonly channelId: string },
    change: { readonly archived?: boolean; readonly locked?: boolean },
  ): void;
  deleteThread(thread: { readonly channelId: string }): void;
  /** From now on direct messages to them are refused; 50278 where no server is shared. @param code @defaultValue 50007 */
  directChatsClosed(personId: string, code?: 50007 | 50278): void;
  directChatsOpen(personId: string): void;
  /** As if they had talked before. */
  openDirectChat(personId: string): { readonly channelId: string };
  grantIntents(intents: readonly PrivilegedIntent[]): void;

  // What people do. It is told to all connected bots before these resolve.
  /** The message's id. */
  say(personId: string, where: Place, text: string, options?: SayOptions): Promise<string>;
  edit(messageId: string, text: string): Promise<void>;
  remove(messageId: string): Promise<void>;
  removeMany(channelId: string, messageIds: readonly string[]): Promise<void>;
  /** Tells of a message once more, as Discord now and then does. */
  repeat(messageId: string): Promise<void>;
  /** `name` with its subcommands: "followups pause". `values` by field; people and channels by their ids. */
  command(personId: string, where: Place, name: string, values?: CommandValues): Promise<Interaction>;
  /** Waits for what is offered while `typed` stands in the field. `others` are the fields that are filled in already. */
  complete(
    personId: string,
    where: Place,
    name: string,
    focusedField: string,
    typed: string | number,
    others?: CommandValues,
  ): Promise<readonly Choice[]>;
  /** By label or custom id, whole or as an expression. */
  press(personId: string, messageId: string, button: string | RegExp): Promise<Interaction>;
  choose(personId: string, messageId: string, customId: string, values: readonly string[]): Promise<Interaction>;
  /** Sends off the form that an interaction opened; `values` by custom id. */
  submit(opened: Interaction, values: Readonly<Record<string, string>>): Promise<Interaction>;

  // What there is.
  /** What is to be seen in a channel or in a direct chat, oldest first; deleted and ephemeral messages are not. */
  messages(where: string | { readonly channelId: string } | { readonly dmWith: string }): readonly StoredMessage[];
  message(messageId: string): StoredMessage;
  /** All that the bot ever posted, anywhere, also what was deleted since or shown to one person alone; oldest first. */
  readonly posted: readonly StoredMessage[];
  /** A server's commands, or those for everywhere. */
  registeredCommands(serverId?: string): readonly RegisteredCommand[];
  /** As if somebody else who shares the application had registered it. */
  registerCommand(command: CommandBody, serverId?: string): RegisteredCommand;
  readonly requests: RequestLog;
  /** Direct chats that the bot opened and that were not open before. */
  readonly openedDirectChats: number;
  readonly gateway: {
    /** Sessions that are connected at present. */
    readonly connected: number;
    /** Those of the sessions that are connected at present: "1/4" is the second of four. */
    readonly shards: readonly string[];
    /** Logins so far. */
    readonly identified: number;
    readonly resumed: number;
  };
  /** Resolves with what the predicate gives, as soon as that holds; rejects when it does not in time. `what` names the fact. */
  waitFor<T>(predicate: () => T | Promise<T>, what: string): Promise<Held<T>>;

  // Trouble on demand.
  /** Lets requests fail. @param times @defaultValue 1 */
  fail(matcher: RequestMatcher, fault: Fault, times?: number | "always"): OrderedFault;
  /** All ordered faults are over. */
  heal(): void;
  /** Ends all connections without a word, or with a close code. The bot may resume. */
  dropGateway(closeCode?: number): void;
  /** While it is down, connections end as soon as they are made. */
  setGatewayDown(isDown: boolean): void;
  /** While it is deaf, heartbeats are not answered. */
  setGatewayDeaf(isDeaf: boolean): void;
  askToReconnect(): void;
  /** Not resumable: what happens until the bot has logged in again is never told. */
  invalidateSession(resumable: boolean): void;
  /** Every login is refused from now on; `null` lets them in again. */
  refuseLogin(closeCode: 4004 | 4013 | 4014 | null): void;
  /** From now on the token is wrong: 401, and 4004 for who is connected. */
  revokeToken(): void;
  /** The bot's nonces are as good as new. */
  forgetNonces(): void;
  close(): Promise<void>;
}
