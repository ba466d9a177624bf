import type { Payload } from "./payload.ts";
import { messagePayload } from "./message-payloads.ts";
import { actingChannelPayload, actingMemberPayload, personPayload } from "./payloads.ts";
import { botPermissionsIn, EVERYONE } from "./permissions.ts";
import type { Waiting } from "./waiting.ts";
import type { ChannelRecord, MessageRecord, World } from "./world.ts";

/** Discord's types of interactions. */
export const INTERACTION = { command: 2, component: 3, completion: 4, form: 5 } as const;

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

/** What a person has just done that is an interaction. */
export interface Happening {
  readonly type: number;
  readonly what: string;
  readonly personId: string;
  readonly channel: ChannelRecord;
  readonly source: MessageRecord | null;
  readonly data: Payload;
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

/** What the gateway says of an interaction, but for what was done. */
export function aboutInteraction(world: World, record: InteractionRecord): Payload {
  const channel = world.channel(record.channelId);
  const { id, token, type, personId, source } = record;
  const common = {
    id,
    token,
    type,
    version: 1,
    application_id: world.applicationId,
    channel: actingChannelPayload(world, channel),
    channel_id: channel.id,
    locale: "en-US",
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...(source === null ? {} : { message: messagePayload(world, source) }),
  };
  if (channel.serverId === null) {
    const owners = { "0": "0" };
    const user = personPayload(world.person(personId));
    return { ...common, context: 1, user, app_permissions: String(EVERYONE), authorizing_integration_owners: owners };
  }
  const server = world.server(channel.serverId);
  return {
    ...common,
    context: 0,
    guild_id: server.id,
    guild: { id: server.id, locale: "en-US", features: [] },
    guild_locale: "en-US",
    member: actingMemberPayload(world, server, personId),
    app_permissions: String(botPermissionsIn(channel)),
    authorizing_integration_owners: { "0": server.id },
  };
}
