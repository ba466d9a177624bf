import type { Channel, ClockState, Message, PersonEntry, PersonPanel, SandboxState } from "../../../contract.ts";

/** Everything that the page shows. */
export interface PageState {
  /** `null` until the server has answered for the first time. */
  readonly sandbox: Pick<SandboxState, "botName" | "version" | "channels" | "modelHint"> | null;
  readonly connection: "connecting" | "open" | "away";
  readonly people: readonly PersonEntry[];
  /** People to whom something came while somebody else was looked at. */
  readonly peopleWithNews: readonly string[];
  /** Who we are; `null` on the welcome page. */
  readonly user: string | null;
  readonly channel: Channel;
  /** What a channel holds; a channel that is not there was not read yet. */
  readonly messages: Readonly<Partial<Record<Channel, readonly Message[]>>>;
  readonly sending: readonly SendingMessage[];
  readonly unread: Readonly<Partial<Record<Channel, number>>>;
  /** Messages that arrived while the page was open. */
  readonly freshIds: readonly string[];
  /** What was pressed, by message id. */
  readonly presses: Readonly<Record<string, Press>>;
  readonly botIsWriting: boolean;
  /** `null` until it was read. */
  readonly panel: PersonPanel | null;
  /** The server does not know this person yet. */
  readonly isStranger: boolean;
  /** Raised whenever the chat is to show its end, wherever its reader has scrolled. */
  readonly jumps: number;
  readonly clock: ClockView | null;
  readonly steps: FirstSteps;
  /** Which of the three areas a narrow screen shows. */
  readonly area: Area;
  readonly problem: string | null;
}

/** The three areas of the page. */
export type Area = "people" | "chat" | "panel";

/** A message that the server has not confirmed yet. */
export interface SendingMessage {
  readonly key: string;
  readonly channel: Channel;
  readonly text: string;
}

/** A button that was pressed. */
export interface Press {
  readonly buttonId: string;
  readonly label: string;
  readonly state: "sending" | "done";
  /** What to say about it beneath the message; `null` where the bot's own answer says it. */
  readonly note: string | null;
}

/** The clock, with what the page itself knows of it. */
export interface ClockView extends ClockState {
  /** `performance.now()` when it was read: the sandbox's time goes on by itself. */
  readonly readAtMs: number;
  /** Where the winding that is under way began; `null` where none is. */
  readonly windingFrom: string | null;
  /** True while it winds with no end known beforehand. */
  readonly untilDelivery: boolean;
  readonly note: { readonly tone: "good" | "quiet" | "bad"; readonly words: string } | null;
}

/** What a newcomer has done so far. */
export interface FirstSteps {
  readonly said: boolean;
  readonly answered: boolean;
  readonly wound: boolean;
  readonly dismissed: boolean;
}

/** Of somebody who has just come. */
export const NO_STEPS: FirstSteps = { said: false, answered: false, wound: false, dismissed: false };

/** What belongs to one person and is forgotten when another is picked. */
export const NOBODYS = {
  messages: {},
  sending: [],
  unread: {},
  freshIds: [],
  presses: {},
  botIsWriting: false,
  panel: null,
  isStranger: false,
  jumps: 0,
} as const satisfies Partial<PageState>;
