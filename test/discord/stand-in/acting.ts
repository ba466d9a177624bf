import { messageCreated, messagesDeleted, messageUpdated } from "./events.ts";
import type { Gateway } from "./gateway.ts";
import type { Interactions } from "./interactions.ts";
import { type MessageStore, takeOut, type Utterance } from "./messages.ts";
import { misuse } from "./misuse.ts";
import { sees } from "./permissions.ts";
import { pingsOf } from "./pings.ts";
import type { DiscordStandIn, Place, SayOptions } from "./stand-in-types.ts";
import type { ChannelRecord, MessageRecord, World } from "./world.ts";

type Acting = Pick<
  DiscordStandIn,
  "say" | "edit" | "remove" | "removeMany" | "repeat" | "command" | "complete" | "press" | "choose" | "submit"
>;

export interface ActingParts {
  readonly world: World;
  readonly gateway: Gateway;
  readonly store: MessageStore;
  readonly interactions: Interactions;
}

/** What people do. */
export function createActing({ world, gateway, store, interactions }: ActingParts): Acting {
  return {
    say: async (personId, where, text, options = {}) => {
      const channel = placeFor(world, personId, where);
      return store.say(channel, { ...utteranceOf(world, personId, options), text: textOf(world, text, options) }).id;
    },
    edit: async (messageId, text) => {
      const message = world.message(messageId);
      message.content = text;
      message.editedAt = world.clock.now();
      message.pinged = { ...pingsOf(text, null, rungByReply(world, message)), everyone: false };
      gateway.tell(messageUpdated(world, message));
    },
    remove: async (messageId) => store.remove(world.message(messageId)),
    removeMany: async (channelId, messageIds) => {
      for (const message of messageIds.map(world.message)) {
        message.deleted = true;
        takeOut(world, message);
      }
      gateway.tell(messagesDeleted(world.channel(channelId), messageIds));
    },
    repeat: async (messageId) => gateway.tell(messageCreated(world, world.message(messageId))),
    command: async (personId, where, name, values = {}) => {
      const channel = placeFor(world, personId, where);
      return interactions.command({ personId, channel, name, values, focused: null });
    },
    complete: async (personId, where, name, focusedField, typed, others = {}) => {
      const channel = placeFor(world, personId, where);
      const values = { ...others, [focusedField]: typed };
      const interaction = interactions.command({ personId, channel, name, values, focused: focusedField });
      return (await interaction.waitForAnswer()).choices ?? [];
    },
    press: async (personId, messageId, button) => interactions.press(personId, world.message(messageId), button),
    choose: async (personId, messageId, customId, values) =>
      interactions.choose(personId, world.message(messageId), { customId, values }),
    submit: async (opened, values) => interactions.submit(opened, values),
  };
}

/** Whoever is replied to and was mentioned by that stays so. */
function rungByReply(world: World, { replyTo, pinged }: MessageRecord): string | null {
  const author = replyTo === null ? null : world.message(replyTo).author.id;
  return author !== null && pinged.people.includes(author) ? author : null;
}

/** A place in which the person may be. */
function placeFor(world: World, personId: string, where: Place): ChannelRecord {
  const { id, name } = world.person(personId);
  if (where === "dm") {
    return world.openDirectChat(id);
  }
  const channel = world.channel(where.channelId);
  if (channel.serverId === null) {
    return channel.personId === id ? channel : misuse(`${name} is not in that direct chat`);
  }
  const server = world.server(channel.serverId);
  const isIn = server.members.has(id) || server.ownerId === id;
  return isIn && sees(channel, server, id) ? channel : misuse(`${name} does not see the channel ${channel.name}`);
}

function utteranceOf(world: World, personId: string, options: SayOptions): Omit<Utterance, "text"> {
  const { id, name, isBot } = world.person(personId);
  const webhookId = options.asWebhook === true ? world.nextId() : null;
  return {
    author: webhookId === null ? { id, name, isBot } : { id: webhookId, name, isBot: true },
    replyTo: options.replyTo ?? null,
    replyPings: options.replyPings ?? true,
    type: options.type ?? null,
    webhookId,
  };
}

function textOf(world: World, text: string, { mentions = [] }: SayOptions): string {
  const ids = mentions.map((id) => (id === "bot" ? world.bot.id : id));
  const missing = ids.filter((id) => !text.includes(`<@${id}>`));
  return [...missing.map((id) => `<@${id}>`), text].join(" ");
}
