import type { Payload } from "./payload.ts";
import type { Waiting } from "./waiting.ts";
import type { MessageRecord } from "./world.ts";

/** What a person may be offered while they type. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/**
 * `waiting`: nothing came yet. `thinking`: the bot has said that an answer will come (type 5). `acknowledged`: the bot took note of
 * a press and shows nothing for it, yet (type 6). `answered`: there is something to see. `timed out`: Discord no longer takes an
 * answer.
 */
export type InteractionState = "waiting" | "thinking" | "acknowledged" | "answered" | "timed out";

/** What a person did with a command, a component or a modal, and what came of it. */
export interface Interaction {
  readonly id: string;
  readonly state: InteractionState;
  /** The message that answers; where the bot changed the message whose button was pressed, that one. */
  readonly answer: Readonly<MessageRecord> | null;
  readonly ephemeral: boolean;
  /** Of the answer; empty where there is none. */
  readonly content: string;
  readonly embeds: readonly Payload[];
  readonly components: readonly Payload[];
  readonly followUps: readonly Readonly<MessageRecord>[];
  readonly choices: readonly Choice[] | null;
  /** The form that was opened, as it was sent. */
  readonly modal: Payload | null;
  /** Resolves with this when it is `answered` or `acknowledged`. */
  waitForAnswer(): Promise<Interaction>;
  /** Discord has waited long enough for a first answer (3 seconds): it takes none any more. */
  timeOut(): void;
  /** The interaction's token has come of age (15 minutes). */
  expire(): void;
}

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  /** 2: a command, 3: a component, 4: a completion, 5: a form. */
  readonly type: number;
  /** For messages about it. */
  readonly what: string;
  readonly personId: string;
  readonly channelId: string;
  /** The message whose component it was. */
  readonly source: MessageRecord | null;
  state: InteractionState;
  expired: boolean;
  /** What "@original" is. */
  original: MessageRecord | null;
  followUps: readonly MessageRecord[];
  choices: readonly Choice[] | null;
  modal: Payload | null;
}

/** How a test sees an interaction. It goes on to change with what the bot does. */
export function viewOf(record: InteractionRecord, waiting: Waiting): Interaction {
  const view: Interaction = {
    id: record.id,
    get state() {
      return record.state;
    },
    get answer() {
      return record.state === "answered" ? record.original : null;
    },
    get ephemeral() {
      return view.answer !== null && view.answer.ephemeralFor !== null;
    },
    get content() {
      return view.answer?.content ?? "";
    },
    get embeds() {
      return view.answer?.embeds ?? [];
    },
    get components() {
      return view.answer?.components ?? [];
    },
    get followUps() {
      return record.followUps;
    },
    get choices() {
      return record.choices;
    },
    get modal() {
      return record.modal;
    },
    waitForAnswer: async () => {
      const isSettled = (): boolean => record.state === "answered" || record.state === "acknowledged";
      await waiting.waitFor(isSettled, `an answer to ${record.what}`);
      return view;
    },
    timeOut: () => {
      record.state = "timed out";
    },
    expire: () => {
      record.expired = true;
    },
  };
  return view;
}
