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

/** Starts it on the stand-in, and kills it after the test. */
export function spawnDiscordProgram(
  standIn: DiscordStandIn,
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
    () => standIn.gateway.identified > before && standIn.registeredCommands().length > 0,
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

/** The words of an answer, once they are there: interactions are first taken note of, and answered after. */
export async function answerTo(standIn: DiscordStandIn, interaction: Interaction): Promise<string> {
  return standIn.waitFor(() => {
    const messages = [...interaction.followUps, ...(interaction.ephemeral && interaction.answer ? [interaction.answer] : [])];
    return messages.map(wordsOf).find((words) => words !== "") ?? null;
  }, "an answer that only the person sees");
}

/** What there is to read in a message. */
function wordsOf({ content, embeds }: StoredMessage): string {
  return [content, ...embeds.flatMap(({ title, description }) => [title, description])]
    .filter((text) => typeof text === "string" && text !== "")
    .join("\n");
}
