/**
 * The sandbox's HTTP interface, as types: the server answers with them, the page and anyone's script read them. Moments are ISO
 * 8601 texts in UTC. Errors are `{ error: { code, message } }` with a 4xx or 5xx status.
 */

/** Where one can write: the direct chat with the bot, and two channels that everybody reads. */
export const CHANNELS = ["dm", "general", "random"] as const;
/** One of them. */
export type Channel = (typeof CHANNELS)[number];

/** A button under a message. */
export interface Button {
  readonly id: string;
  readonly label: string;
}

/** A message as one person sees it. */
export interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly text: string;
  readonly sentAt: string;
  readonly buttons: readonly Button[];
  /** True where only this person sees it (an answer to a command or a press in a channel). */
  readonly onlyYou: boolean;
}

/** `POST /api/sandbox/messages` {@link PostMessage} → 201 `{ message }` */
export interface PostMessage {
  readonly user: string;
  readonly channel: Channel;
  readonly text: string;
}

/** `POST /api/sandbox/buttons` → `{ reply }`: what the bot answered, `null` where it only took note. */
export interface PressButton {
  readonly user: string;
  readonly messageId: string;
  readonly buttonId: string;
}

/** `POST /api/sandbox/clock` `{ advanceHours }` (above 0, at most 8784) → {@link ClockAnswer}. While one winds, another is 409. */
export interface ClockAnswer {
  readonly now: string;
  /** The number of messages that were delivered to people on the way. */
  readonly delivered: number;
}

/** `POST /api/sandbox/clock/until-delivery` `{}` → {@link ClockAnswer}: winds until a message is delivered, at most 60 days. */

/** `GET /api/sandbox/clock`: also while it winds. `target` is `null` when it does not. */
export interface ClockState extends ClockAnswer {
  readonly target: string | null;
}

/** `GET /api/sandbox/state`: what the page needs at first. */
export interface SandboxState {
  readonly botName: string;
  readonly version: string;
  readonly clock: ClockState;
  readonly channels: readonly { readonly id: Channel; readonly label: string; readonly hint: string }[];
  readonly people: readonly PersonEntry[];
  /** `null` where a model answers; else one friendly line that says which variable to set. */
  readonly modelHint: string | null;
}

/** Somebody in the list of people. */
export interface PersonEntry {
  readonly name: string;
  readonly admin: boolean;
  /** When they last wrote; `null` for somebody who has not. */
  readonly lastMessageAt: string | null;
}

/** `GET /api/sandbox/people/:user`: what the bot knows of a person, what it plans and why, what it decided before. */
export interface PersonPanel {
  readonly name: string;
  /** In plain words: "has said yes to follow-ups in the direct chat, on 3 May". */
  readonly permission: {
    readonly state: "granted" | "topics_only" | "refused" | "not_asked" | "asked";
    readonly words: string;
  };
  readonly relationship: { readonly level: "acquaintance" | "friend" | "close_friend"; readonly words: string };
  /** "stressed, since their talk on Monday"; `null` where no mood is known. */
  readonly mood: string | null;
  /** What is known, each with its source. */
  readonly facts: readonly {
    readonly id: string;
    readonly words: string;
    readonly source: string | null;
    readonly place: string;
    readonly notedAt: string;
  }[];
  /** The next planned follow-up; `null` where none is. */
  readonly next: { readonly at: string; readonly words: string } | null;
  /** Why nothing is planned, where nothing is. */
  readonly nothingPlanned: string | null;
  /** Newest first, at most 20. */
  readonly decisions: readonly {
    readonly id: string;
    readonly at: string;
    readonly outcome: "send" | "wait" | "keep" | "suppress";
    readonly reasonCode: string;
    readonly words: string;
  }[];
  /** Newest first, at most 20. */
  readonly followUps: readonly {
    readonly id: string;
    readonly sentAt: string;
    readonly text: string;
    readonly answeredAt: string | null;
    readonly words: string;
  }[];
  /** IANA zone, or `null` where it is not known. */
  readonly timeZone: string | null;
  /** "between 22:00 and 09:00 in Europe/Berlin nothing is sent". */
  readonly hours: string;
  readonly messageCount: number;
}

/** `PATCH /api/sandbox/people/:user` → {@link PersonPanel}. `null` forgets the zone. */
export interface PatchPerson {
  readonly timeZone: string | null;
}

/**
 * `GET /api/sandbox/events?user=`: server-sent events, each `event: <name>` with JSON in `data`. A `message` with an id that was
 * there before takes its place (a pressed question loses its buttons).
 */
export interface SandboxEvents {
  readonly message: Message;
  readonly clock: ClockState;
  /** What the bot knows of this person changed: fetch the panel again. */
  readonly panel: { readonly user: string };
  /** Somebody new. */
  readonly person: PersonEntry;
}

/** What every answer with a 4xx or 5xx status holds. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}
