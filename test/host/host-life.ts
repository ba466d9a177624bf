import { Events } from "discord.js";
import { Pool } from "pg";
import type { Rekindle, RekindleOptions } from "rekindle";
import { onTestFinished } from "vitest";

import { startBot } from "../../examples/existing-bot/bot.ts";
import type { OpenDatabase } from "../../src/database/testing/index.ts";
import { createTestServerDatabase } from "../../src/database/testing/server-databases.ts";
import { createDiscordClient } from "../discord/discord-client.ts";
import { press } from "../discord/program/discord-program.ts";
import type { StoredMessage } from "../discord/stand-in/index.ts";
import { openScene, type Scene } from "../discord/stand-in-fixture.ts";

/** So short that a test can wait for it. */
export const SHORT_DELAY_MS = 700;

export interface HostLife extends Scene {
  readonly rekindle: Rekindle;
  readonly pool: Pool;
  readonly client: ReturnType<typeof createDiscordClient>;
  /** What the bot's model was asked, oldest first. */
  readonly prompts: string[];
  /** Messages that a listener of the bot's own saw. */
  readonly heard: string[];
  readonly log: string[];
  /** What the bot wrote to Ada. */
  own(): readonly StoredMessage[];
  say(text: string): Promise<void>;
  /** Ada asks for the question, by the bot's own command, and says yes. */
  sayYes(): Promise<void>;
  /** Resolves with the follow-up. */
  followUp(): Promise<StoredMessage>;
  rows<Row extends object>(text: string): Promise<readonly Row[]>;
}

export type { OpenDatabase };

/** The example bot on the stand-in, its client logged in after Rekindle was started. Ends after the test. */
export async function openHostLife(changes: Partial<RekindleOptions> = {}): Promise<HostLife> {
  const place = await createTestServerDatabase();
  const pool = new Pool({ connectionString: place.url, max: 5 });
  pool.on("error", () => undefined);
  const scene = await openScene({ patienceMs: 30_000 });
  const { standIn, ada } = scene;
  const client = createDiscordClient(standIn);
  const heard: string[] = [];
  const prompts: string[] = [];
  const log: string[] = [];
  const note = (fields: object, text: string): void => void log.push(`${text} ${JSON.stringify(fields)}`);
  client.on(Events.MessageCreate, (message) => void heard.push(message.content));
  const rekindle = await startBot({
    client,
    pool,
    model: async (prompt) => {
      prompts.push(prompt);
      if (prompt.includes("Answer with one word: yes or no.")) {
        return "no"; // its own text presses nobody
      }
      return prompt.includes("Write one short message") ? "Hey, how did it go with what you told me?" : "I see.";
    },
    rekindle: {
      settings: { defaultDelayMs: SHORT_DELAY_MS, quietHours: null },
      logger: { debug: note, info: note, warn: note, error: note },
      ...changes,
    },
  });
  onTestFinished(async () => {
    await rekindle.stop();
    await pool.end();
    await place.drop();
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standIn.token);
  await ready;
  await standIn.waitFor(() => standIn.registeredCommands().length >= 6, "the commands");

  const own = (): readonly StoredMessage[] =>
    standIn.messages({ dmWith: ada.id }).filter(({ author }) => author.id === standIn.botId);
  const say = async (text: string): Promise<void> => {
    const before = own().length;
    await standIn.say(ada.id, "dm", text);
    await standIn.waitFor(() => own().length > before, `an answer to "${text}"`);
  };
  return {
    ...scene,
    rekindle,
    pool,
    client,
    prompts,
    heard,
    log,
    own,
    say,
    sayYes: async () => {
      await say("!checkins");
      const question = own().at(-1);
      await press(standIn, ada, { messageId: question?.id ?? "", button: "Yes" });
    },
    followUp: () =>
      standIn.waitFor(() => own().find(({ content }) => content.includes("-# automated")), "the follow-up"),
    rows: async <Row extends object>(text: string) => (await pool.query<Row>(text)).rows,
  };
}
