import { type Client, Events, type Message } from "discord.js";
import type { Pool } from "pg";
import { createRekindle, type Rekindle, type RekindleOptions } from "rekindle";
import { discordPlatform, questionMessage } from "rekindle/discord";

import { type Memory, openMemory, TABLES } from "./memory.ts";

export interface BotParts {
  readonly client: Client;
  readonly pool: Pool;
  /** Whatever this bot writes its answers with. */
  readonly model: (prompt: string) => Promise<string>;
  /** For trying out: what is to be different about Rekindle. */
  readonly rekindle?: Partial<RekindleOptions>;
}

/** A small bot: it talks, remembers, and has two commands. What has to do with Rekindle is marked. */
export async function startBot({ client, pool, model, rekindle: changes = {} }: BotParts): Promise<Rekindle> {
  await pool.query(TABLES);
  const memory = openMemory(pool);

  // ── Rekindle: ten lines ───────────────────────────────────────────────────────────────────────────────────────────
  const rekindle = createRekindle({
    pool,
    schema: "rekindle", // this bot has a table called "messages" already
    platform: discordPlatform(client),
    model,
    people: {
      profile: (userId) => memory.profile(userId),
      recentMessages: (userId, { place, limit }) => memory.recent(userId, channelOf(place), limit),
      mood: (userId) => memory.mood(userId),
      relationship: (userId) => memory.closeness(userId),
      recordOwnMessage: ({ outboundId, userId, text, place }) =>
        memory.keep({ id: outboundId, author: "bot", text }, userId, channelOf(place)),
    },
    privacy: { mayContact: async (userId) => !(await memory.isPrivate(userId)) },
    ...changes,
  });
  await rekindle.start();
  // ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  client.on(Events.MessageCreate, (message) => {
    talk({ memory, model, rekindle }, message).catch(console.error);
  });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand() && interaction.commandName === "dice") {
      interaction.reply("You rolled a 4.").catch(console.error);
    }
  });
  return rekindle;
}

interface TalkParts {
  readonly memory: Memory;
  readonly model: BotParts["model"];
  readonly rekindle: Rekindle;
}

/** This bot talks in direct messages. */
async function talk({ memory, model, rekindle }: TalkParts, message: Message): Promise<void> {
  if (message.author.bot || message.guildId !== null) {
    return;
  }
  const userId = message.author.id;
  await memory.meet(userId, message.author.displayName);
  await memory.keep({ id: message.id, author: "person", text: message.content }, userId, "dm");
  if (/\bsad\b/i.test(message.content)) {
    await memory.noteMood(userId, "sad");
  }
  if (message.content === "!checkins") {
    await message.reply(questionMessage(rekindle.consent.question())); // Rekindle: its question, in this bot's answer
    return;
  }
  const followUp = await rekindle.openFollowUp(userId, { kind: "dm" }); // Rekindle: what "it went great" may be about
  const lines = await memory.recent(userId, "dm", 20);
  const answer = await model(
    [
      "You are a friendly bot. Answer the last line in one sentence.",
      ...(followUp === null ? [] : [`You wrote to them by yourself: ${followUp.text}`]),
      ...lines.toReversed().map(({ author, text }) => `${author}: ${text}`),
    ].join("\n"),
  );
  const sent = await message.reply(answer);
  await memory.keep({ id: sent.id, author: "bot", text: answer }, userId, "dm");
}

function channelOf(place: { readonly kind: "dm" } | { readonly kind: "channel"; readonly channelId: string }): string {
  return place.kind === "dm" ? "dm" : place.channelId;
}
