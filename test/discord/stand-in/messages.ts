import { monotonicMs } from "../../../src/kernel/index.ts";
import { refuse } from "./api-errors.ts";
import { messageCreated, messageDeleted, messageUpdated } from "./events.ts";
import type { Gateway } from "./gateway.ts";
import type { MessageBody } from "./message-rules.ts";
import { NOBODY, pingsOf, ringingText } from "./pings.ts";
import type { ChannelRecord, MessageRecord, Payload, ReceivedFile, World } from "./world.ts";

export const FLAG = { ephemeral: 1 << 6, loading: 1 << 7 } as const;

const PLAIN = 0;
const REPLY = 19;
const ANSWER_TO_COMMAND = 20;

/** A message of a bot, before it is one. */
export interface Draft {
  readonly body: MessageBody;
  readonly files: readonly ReceivedFile[];
  readonly interaction?: MessageRecord["interaction"];
}

/** A message of a person's, before it is one. */
export interface Utterance {
  readonly author: MessageRecord["author"];
  readonly text: string;
  readonly replyTo: string | null;
  /** Whether who is replied to is mentioned. */
  readonly replyPings: boolean;
  readonly type: number | null;
  readonly webhookId: string | null;
}

/** Writes messages down and has the gateway tell of it. */
export interface MessageStore {
  post(channel: ChannelRecord, draft: Draft): MessageRecord;
  say(channel: ChannelRecord, utterance: Utterance): MessageRecord;
  edit(message: MessageRecord, change: Partial<Draft["body"]>, files: readonly ReceivedFile[]): void;
  remove(message: MessageRecord): void;
  forgetNonces(): void;
  /** All that the bot has ever posted, deleted ones and those for one person's eyes included; oldest first. */
  readonly posted: readonly MessageRecord[];
}

export interface MessageStoreOptions {
  readonly nonceWindowMs: number;
}

export function createMessageStore(world: World, gateway: Gateway, options: MessageStoreOptions): MessageStore {
  const nonces = new Map<string, { readonly message: MessageRecord; readonly atMs: number }>();
  const posted: MessageRecord[] = [];
  const bot = { id: world.bot.id, name: world.bot.name, isBot: true };

  function known(nonce: string): MessageRecord | null {
    const found = nonces.get(nonce);
    return found !== undefined && monotonicMs() - found.atMs < options.nonceWindowMs ? found.message : null;
  }

  function keep(channel: ChannelRecord, message: MessageRecord): MessageRecord {
    world.messages.set(message.id, message);
    if (message.ephemeralFor === null) {
      channel.messages.push(message);
      gateway.tell(messageCreated(world, message));
    }
    return message;
  }

  return {
    posted,
    post: (channel, draft) => {
      // Answers to interactions have no nonce that counts.
      const { nonce = null, enforce_nonce: enforced = false } = draft.interaction === undefined ? draft.body : {};
      const first = nonce === null || !enforced ? null : known(String(nonce));
      if (first !== null) {
        return first.deleted ? refuse(10008) : first;
      }
      const message = { ...blank(world, channel), ...written(world, channel, draft), author: bot };
      posted.push(message);
      if (nonce !== null) {
        nonces.set(String(nonce), { message, atMs: monotonicMs() });
      }
      return keep(channel, message);
    },
    say: (channel, { author, text, replyTo, replyPings, type, webhookId }) => {
      const repliedTo = replyTo !== null && replyPings ? world.message(replyTo).author.id : null;
      // Nobody here may ring everyone.
      const pinged = { ...pingsOf(text, null, repliedTo), everyone: false };
      const usual = replyTo === null ? PLAIN : REPLY;
      return keep(channel, {
        ...blank(world, channel),
        author,
        content: text,
        replyTo,
        pinged,
        type: type ?? usual,
        webhookId,
      });
    },
    edit: (message, change, files) => {
      rewrite(message, change, files);
      message.editedAt = world.clock.now();
      if (message.ephemeralFor === null) {
        gateway.tell(messageUpdated(world, message));
      }
    },
    remove: (message) => {
      message.deleted = true;
      takeOut(world, message);
      if (message.ephemeralFor === null) {
        gateway.tell(messageDeleted(message));
      }
    },
    forgetNonces: () => {
      nonces.clear();
    },
  };
}

/** A deleted message is known by its id alone. */
export function takeOut(world: World, message: MessageRecord): void {
  const shown = world.channels.get(message.channelId)?.messages ?? [];
  const at = shown.indexOf(message);
  if (at !== -1) {
    shown.splice(at, 1);
  }
}

function blank(world: World, channel: ChannelRecord): Omit<MessageRecord, "author"> {
  return {
    id: world.nextId(),
    channelId: channel.id,
    serverId: channel.serverId,
    type: PLAIN,
    webhookId: null,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    nonce: null,
    allowedMentions: null,
    replyTo: null,
    pinged: NOBODY,
    sentAt: world.clock.now(),
    editedAt: null,
    deleted: false,
    ephemeralFor: null,
    interaction: null,
  };
}

function written(world: World, channel: ChannelRecord, draft: Draft): Partial<MessageRecord> {
  const { body, files, interaction = null } = draft;
  const replyTo = originalOf(world, channel, body);
  const components = numbered(body.components ?? []);
  const repliedTo = replyTo === null ? null : (world.messages.get(replyTo)?.author.id ?? null);
  const flags = body.flags ?? 0;
  const isEphemeral = interaction !== null && (flags & FLAG.ephemeral) !== 0;
  const text = ringingText(body.content ?? "", components);
  return {
    type: replyTo !== null ? REPLY : interaction?.type === 2 ? ANSWER_TO_COMMAND : PLAIN,
    content: body.content ?? "",
    embeds: (body.embeds ?? []).map((embed) => ({ type: "rich", ...embed })),
    components,
    attachments: files,
    flags,
    nonce: body.nonce ?? null,
    allowedMentions: body.allowed_mentions === undefined || body.allowed_mentions === null ? null : { ...body.allowed_mentions },
    replyTo,
    pinged: isEphemeral ? NOBODY : pingsOf(text, body.allowed_mentions ?? null, repliedTo),
    ephemeralFor: isEphemeral ? interaction.personId : null,
    interaction,
    webhookId: interaction === null ? null : world.applicationId,
  };
}

/** What a message replies to. */
function originalOf(world: World, channel: ChannelRecord, { message_reference: reference }: MessageBody): string | null {
  if (reference === undefined || reference === null) {
    return null;
  }
  if (!channel.bot.mayReadHistory) {
    refuse(160002);
  }
  const original = world.messages.get(reference.message_id);
  if (original === undefined || original.deleted || original.channelId !== channel.id) {
    return reference.fail_if_not_exists === false ? null : refuse(10008);
  }
  return original.id;
}

/** Discord numbers the components of a message. */
function numbered(components: readonly Payload[]): readonly Payload[] {
  let next = 0;
  const number = (component: Payload): Payload => {
    next += 1;
    const own = { id: next, ...component };
    const inner = component["components"];
    return Array.isArray(inner) ? { ...own, components: (inner as readonly Payload[]).map(number) } : own;
  };
  return components.map(number);
}

function rewrite(message: MessageRecord, change: Partial<MessageBody>, files: readonly ReceivedFile[]): void {
  const isFirst = (message.flags & FLAG.loading) !== 0;
  if (change.content !== undefined) {
    message.content = change.content ?? "";
  }
  if (change.embeds !== undefined) {
    message.embeds = (change.embeds ?? []).map((embed) => ({ type: "rich", ...embed }));
  }
  if (change.components !== undefined) {
    message.components = numbered(change.components ?? []);
  }
  if (files.length > 0) {
    message.attachments = files;
  }
  if (isFirst && message.ephemeralFor === null) {
    // Discord rings nobody for an edit, and is said to ring for this one now and then.
    message.pinged = pingsOf(ringingText(message.content, message.components), change.allowed_mentions ?? null, null);
  }
  const kept = message.flags & FLAG.ephemeral;
  message.flags = ((change.flags ?? message.flags) & ~FLAG.loading) | kept;
}
