import type { PersonId, Place } from "../vocabulary/index.ts";

/** Who did something, with the rights that the platform grants. */
export interface Actor {
  readonly id: PersonId;
  /** As people see it. Data, never markup. */
  readonly name: string;
  /** Owner or team of the bot's application, or named in `DISCORD_OPERATOR_IDS`. */
  readonly operator: boolean;
  /** Manage Server in the server of this place. */
  readonly serverAdministrator: boolean;
}

interface EventBase {
  readonly actor: Actor;
  readonly place: Place;
  readonly at: Date;
}

/** Somebody whom a person named, in their words or in a command's field. */
export interface Mention {
  readonly id: PersonId;
  readonly name: string;
}

/** A person wrote. */
export interface MessageEvent extends EventBase {
  readonly type: "message";
  readonly messageId: string;
  readonly text: string;
  /** People named in the text, in order. */
  readonly mentions: readonly Mention[];
  /** Whether it was said to the bot: in a direct chat, with its name, or as an answer to it. Otherwise it was only overheard. */
  readonly addressed: boolean;
  /** It was said while nobody listened, and read up since. */
  readonly missed?: true;
}

/** A person pressed a button under a message of ours. */
export interface PressEvent extends EventBase {
  readonly type: "press";
  /** The platform's id of this press. */
  readonly callId: string;
  readonly messageId: string;
  readonly buttonId: string;
  /** The outbound id, where the message was one of our own accord. */
  readonly outboundId: string | null;
}

/** A person gave a command by the platform's own means (a slash command). Typed commands are messages. */
export interface CommandEvent extends EventBase {
  readonly type: "command";
  /** The platform's id of this call. */
  readonly callId: string;
  readonly name: string;
  /** The values of its fields in their order, as they would be typed; those left out are missing. */
  readonly words: readonly string[];
  readonly mentions: readonly Mention[];
}

/** What a person can do, and be answered. */
export type InboxEvent = MessageEvent | PressEvent | CommandEvent;

/** What happened to what was said before, or to somebody's being there. Nobody waits for an answer. */
export type PlatformNews =
  /** A person changed a message. */
  | { readonly type: "edited"; readonly messageId: string; readonly text: string; readonly at: Date }
  | { readonly type: "deleted"; readonly messageIds: readonly string[] }
  /** A person left a server, or was removed from it. */
  | { readonly type: "person-left"; readonly person: PersonId; readonly serverId: string }
  /** The bot is in this server no more: what was said there is not ours to keep. */
  | { readonly type: "server-left"; readonly serverId: string }
  /** A channel is gone. */
  | { readonly type: "channel-gone"; readonly channelId: string };

/** A person is filling in a field of a command, and is to be offered values. */
export interface CompletionRequest {
  readonly actor: Actor;
  readonly place: Place;
  readonly command: string;
  readonly field: string;
  /** What they have typed so far. */
  readonly typed: string;
}

/** A button under a message. Its id comes back when it is pressed, at any age of the message. */
export interface Button {
  /** At most 64 characters. */
  readonly id: string;
  readonly label: string;
}

/** An answer to an event. */
export interface Reply {
  readonly text: string;
  readonly buttons?: readonly Button[];
  /** Whether only the actor may see it, where the place has other people. */
  readonly onlyForActor: boolean;
  /**
   * Tells it from other answers to the same message: 1 to 3 of a-z. Given once more within minutes, with the same key, it is still one
   * answer to whoever reads it. @defaultValue none: each is another one
   */
  readonly key?: string;
}

/** An answer that may have been given before, by a process that died. */
export interface GivenAnswer extends Pick<Reply, "buttons"> {
  readonly key: string;
  /** `null`: nobody knows how it was worded. */
  readonly text: string | null;
}

/** What people say and press, and answers to it. An answer needs an event younger than 15 minutes. */
export interface Inbox {
  /** The handler is called for each event and awaited before the platform counts it as handled. One handler only. */
  subscribe(handler: (event: InboxEvent) => Promise<void>): void;
  /** As {@link subscribe}, for news. */
  subscribeNews(handler: (news: PlatformNews) => Promise<void>): void;
  /** At most 25 values, best first. One handler only. */
  complete(handler: (request: CompletionRequest) => Promise<readonly string[]>): void;
  /**
   * Whether an answer to this event can be shown to its actor alone. A message among others cannot be answered so everywhere;
   * a press and a command can.
   */
  canWhisper(event: InboxEvent): boolean;
  /** Whether an answer to this event would still be in time. */
  isInTime(event: InboxEvent): boolean;
  /**
   * A message may also be one that another process was told of.
   *
   * @throws ReplyTooLateError when the event is older than 15 minutes, ReplyRefusedError when the platform will not take an answer there.
   */
  reply(event: InboxEvent, reply: Reply): Promise<void>;
  /**
   * Looks in the place whether this answer to the message stands there. `unreadable`: the platform does not let us look. Rejects
   * where the platform cannot be asked now.
   */
  findAnswer(event: MessageEvent, given: GivenAnswer): Promise<"found" | "absent" | "unreadable">;
  /** Shows that an answer is being written, until it is there. Never rejects. */
  showTyping(event: InboxEvent): void;
  /** A moment, or its day, as it stands in a text: where the platform can, in the zone of whoever reads it. */
  writeMoment(moment: Date, precision: "minute" | "day"): string;
  /**
   * The place of the direct chat between this person and the bot, whether or not it was opened yet. Events from that chat carry the
   * same place. Only to be used for people who asked for direct messages.
   */
  directPlace(person: PersonId): Place;
  /** Another process of this bot has the event in hand: here nothing is answered, and nothing tidied up. */
  leave(event: InboxEvent): void;
  /** Takes the buttons off the message that was pressed, so that a question is answered once. */
  settlePressed(event: PressEvent): Promise<void>;
  /** Resolves when no event is being handled. */
  idle(): Promise<void>;
}
