import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { onTestFinished } from "vitest";

import { CLI, environmentWith } from "../../program.ts";
import type { DiscordStandIn, Interaction, StoredMessage } from "../stand-in/index.ts";

/** The whole program as a Discord bot, in a process of its own. */
export interface DiscordProgram {
  readonly pid: number;
  readonly dataDir: string;
  /** What it printed so far, log and all. */
  printed(): string;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** The exit code of a program that ends by itself. */
  ended(): Promise<number | null>;
}

export interface DiscordProgramOptions {
  /** @defaultValue a new folder, removed after the test */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** 3.6 seconds: the shortest that can be set, since nobody can wind the clock of a bot with real people. */
export const SHORT_DELAY = { FOLLOW_UP_DEFAULT_DELAY_HOURS: "0.001", FOLLOW_UP_QUIET_HOURS: "none" } as const;

/** How many commands the program offers. */
const COMMANDS = 6;

/** Starts it on the stand-in, and kills it after the test. */
export function spawnDiscordProgram(
  standIn: Pick<DiscordStandIn, "token" | "apiUrl">,
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): DiscordProgram {
  const child = spawn(process.execPath, [CLI], {
    cwd: tmpdir(), // so that a developer's .env is not read
    env: environmentWith({
      DISCORD_TOKEN: standIn.token,
      DISCORD_API_URL: standIn.apiUrl,
      REKINDLE_DATA_DIR: dataDir,
      ...environment,
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return driver(child, dataDir);
}

/** As {@link spawnDiscordProgram}; resolves when it is connected and has offered its commands. */
export async function startDiscordProgram(
  standIn: DiscordStandIn,
  options: DiscordProgramOptions = {},
): Promise<DiscordProgram> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const before = standIn.gateway.identified;
  const program = spawnDiscordProgram(standIn, dataDir, options.environment);
  await standIn.waitFor(
    () => standIn.gateway.identified > before && standIn.registeredCommands().length >= COMMANDS,
    `the program is on Discord (it printed: ${program.printed()})`,
  );
  return program;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-discord-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function driver(child: ChildProcess, dataDir: string): DiscordProgram {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on("line", (line) => lines.push(line));
    }
  }
  const ended = once(child, "exit").then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    pid: child.pid ?? 0,
    dataDir,
    printed: () => lines.join("\n"),
    ended: () => ended,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The words of an answer to a command, once they are there: interactions are first taken note of, and answered after. */
export async function answerTo(standIn: DiscordStandIn, interaction: Interaction): Promise<string> {
  return wordsOf(await answerMessage(standIn, interaction));
}

/** Presses a button and waits for the answer that only this person sees. */
export async function press(
  standIn: DiscordStandIn,
  person: { readonly id: string },
  { messageId, button }: { readonly messageId: string; readonly button: string | RegExp },
): Promise<StoredMessage> {
  const interaction = await standIn.press(person.id, messageId, button);
  return answerMessage(standIn, interaction, messageId);
}

/** The first message of an answer that has words, and is not the one whose button was pressed. */
async function answerMessage(
  standIn: DiscordStandIn,
  interaction: Interaction,
  pressedId?: string,
): Promise<StoredMessage> {
  try {
    return await standIn.waitFor(() => {
      const messages = [...interaction.followUps, ...(interaction.answer === null ? [] : [interaction.answer])];
      return messages.find((message) => message.id !== pressedId && wordsOf(message) !== "") ?? null;
    }, "an answer");
  } catch (thrown) {
    throw new Error(`no answer came: the interaction is ${interaction.state}`, { cause: thrown });
  }
}

/** What there is to read in a message. */
export function wordsOf({ content, embeds }: StoredMessage): string {
  return [content, ...embeds.flatMap(({ title, description }) => [title, description])]
    .filter((text) => typeof text === "string" && text !== "")
    .join("\n");
}
