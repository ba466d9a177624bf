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

/** A person wrote. */
export interface MessageEvent extends EventBase {
  readonly type: "message";
  readonly messageId: string;
  readonly text: string;
  /** People named in the text, in order. */
  readonly mentions: readonly { readonly id: PersonId; readonly name: string }[];
}

/** A person pressed a button under a message of ours. */
export interface PressEvent extends EventBase {
  readonly type: "press";
  readonly messageId: string;
  readonly buttonId: string;
  /** The outbound id, where the message was one of our own accord. */
  readonly outboundId: string | null;
}

/** What a person can do. */
export type InboxEvent = MessageEvent | PressEvent;

/** A button under a message. Its id comes back when it is pressed, at any age of the message. */
export interface Button {
  readonly id: string;
  readonly label: string;
}

/** An answer to an event. */
export interface Reply {
  readonly text: string;
  readonly buttons?: readonly Button[];
  /** Whether only the actor may see it, where the place has other people. */
  readonly onlyForActor: boolean;
}

/** What people say and press, and answers to it. An answer needs an event younger than 15 minutes. */
export interface Inbox {
  /** The handler is called for each event and awaited before the platform counts it as handled. One handler only. */
  subscribe(handler: (event: InboxEvent) => Promise<void>): void;
  reply(event: InboxEvent, reply: Reply): Promise<void>;
  /** Takes the buttons off the message that was pressed, so that a question is answered once. */
  settlePressed(event: PressEvent): Promise<void>;
  /** Resolves when no event is being handled. */
  idle(): Promise<void>;
}
