import { refuse } from "./api-errors.ts";
import type { MessageBody } from "./message-rules.ts";
import { NOBODY, pingsOf, ringingText } from "./pings.ts";
import type { ChannelRecord, MessageRecord, Payload, ReceivedFile, World } from "./world.ts";

export const FLAG = { ephemeral: 1 << 6, loading: 1 << 7 } as const;

export const PLAIN = 0;
export const REPLY = 19;
const ANSWER_TO_COMMAND = 20;

/** A message of a bot, before it is one. */
export interface Draft {
  readonly body: MessageBody;
  readonly files: readonly ReceivedFile[];
  readonly interaction?: MessageRecord["interaction"];
}

export function blank(world: World, channel: ChannelRecord): Omit<MessageRecord, "author"> {
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

/** What a bot's message adds to a blank one. Refuses to reply to what is not there. */
export function written(world: World, channel: ChannelRecord, draft: Draft): Partial<MessageRecord> {
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
    allowedMentions:
      body.allowed_mentions === undefined || body.allowed_mentions === null ? null : { ...body.allowed_mentions },
    replyTo,
    pinged: isEphemeral ? NOBODY : pingsOf(text, body.allowed_mentions ?? null, repliedTo),
    ephemeralFor: isEphemeral ? interaction.personId : null,
    interaction,
    webhookId: interaction === null ? null : world.applicationId,
  };
}

/** What a message replies to. */
function originalOf(
  world: World,
  channel: ChannelRecord,
  { message_reference: reference }: MessageBody,
): string | null {
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

/** Changes what a bot says is to be changed. */
export function rewrite(message: MessageRecord, change: Partial<MessageBody>, files: readonly ReceivedFile[]): void {
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
