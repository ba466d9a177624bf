import { authorPayload, membershipPayload, personPayload } from "./payloads.ts";
import type { MessageRecord, Payload, World } from "./world.ts";

const REPLY = 19;

/** A message as a request is answered. */
export function messagePayload(world: World, message: MessageRecord): Payload {
  return { ...withoutReference(world, message), ...reference(world, message) };
}

/** A message as the gateway tells of it. */
export function toldMessagePayload(world: World, message: MessageRecord): Payload {
  return { ...messagePayload(world, message), ...placeOf(world, message) };
}

/** What the gateway adds to a message: where it stands, and who wrote it there. */
function placeOf(world: World, message: MessageRecord): Payload {
  const server = message.serverId === null ? undefined : world.servers.get(message.serverId);
  if (server === undefined) {
    return { channel_type: 1 };
  }
  const isMember = message.webhookId === null && (server.members.has(message.author.id) || isBots(world, message));
  const member = isMember ? { member: membershipPayload(server, message.author.id) } : {};
  return { channel_type: 0, guild_id: server.id, ...member };
}

function isBots(world: World, message: MessageRecord): boolean {
  return message.author.id === world.bot.id;
}

function withoutReference(world: World, message: MessageRecord): Payload {
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: authorPayload(world, message.author),
    content: message.content,
    timestamp: message.sentAt.toISOString(),
    edited_timestamp: message.editedAt?.toISOString() ?? null,
    tts: false,
    pinned: false,
    mention_everyone: message.pinged.everyone,
    mention_roles: message.pinged.roles,
    mentions: message.pinged.people.flatMap((id) => mentioned(world, id)),
    attachments: message.attachments.map((file, index) => attachmentPayload(message, file.name, index)),
    embeds: message.embeds,
    components: message.components,
    flags: message.flags,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.webhookId === null ? {} : { webhook_id: message.webhookId }),
    ...(message.interaction === null ? {} : interactionMetadata(world, message.interaction)),
  };
}

function mentioned(world: World, id: string): readonly Payload[] {
  const person = world.people.get(id);
  if (person !== undefined) {
    return [personPayload(person)];
  }
  return id === world.bot.id ? [authorPayload(world, { id, name: world.bot.name, isBot: true })] : [];
}

function attachmentPayload(message: MessageRecord, name: string, index: number): Payload {
  const size = Buffer.byteLength(message.attachments[index]?.text ?? "");
  const url = `http://127.0.0.1:9/attachments/${message.id}/${index}`;
  return { id: String(BigInt(message.id) + BigInt(index)), filename: name, size, url, proxy_url: url };
}

function interactionMetadata(world: World, of: NonNullable<MessageRecord["interaction"]>): Payload {
  const user = personPayload(world.person(of.personId));
  const metadata = { id: of.id, type: of.type, user, authorizing_integration_owners: { "0": "0" } };
  return { application_id: world.applicationId, interaction_metadata: metadata };
}

function reference(world: World, message: MessageRecord): Payload {
  if (message.type !== REPLY || message.replyTo === null) {
    return {};
  }
  const original = world.messages.get(message.replyTo);
  const server = message.serverId === null ? {} : { guild_id: message.serverId };
  return {
    message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyTo, ...server },
    referenced_message: original === undefined || original.deleted ? null : withoutReference(world, original),
  };
}
