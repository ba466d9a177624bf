import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Channel, ClockAnswer, Message, PersonPanel } from "../src/web/contract.ts";

export const CLI = fileURLToPath(new URL("../src/main/cli.ts", import.meta.url));
const COMPILE_CACHE = fileURLToPath(new URL("../node_modules/.cache/rekindle/compiled", import.meta.url));

/** The environment of a process that is started in a test: nothing of a developer's, a free port, a quarter of a start saved. */
export function environmentWith(own: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE: COMPILE_CACHE, REKINDLE_PORT: "0", LOG_LEVEL: "warn", ...own };
}

/** The whole program as a process of its own, driven over HTTP as a stranger would. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  say(user: string, channel: Channel, text: string): Promise<Message>;
  messages(user: string, channel: Channel): Promise<readonly Message[]>;
  press(user: string, messageId: string, buttonId: string): Promise<Message | null>;
  wind(advanceHours: number): Promise<ClockAnswer>;
  panel(user: string): Promise<PersonPanel>;
  call(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Ends it as an operator would (SIGTERM), waits, and removes the data folder unless it was handed in. */
  stop(): Promise<void>;
  /** Ends it as a power cut of the process would. */
  kill(): Promise<void>;
}

export interface StartOptions {
  /** @defaultValue a new temporary folder, removed by `stop()` */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startProgram(options: StartOptions = {}): Promise<Program> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "rekindle-test-")));
  const child = spawn(process.execPath, [CLI], {
    cwd: tmpdir(), // so that a developer's .env is not read
    env: environmentWith({ REKINDLE_DATA_DIR: dataDir, ...options.environment }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await readUrl(child);
  return driver({ url, dataDir, child, keepData: options.dataDir !== undefined });
}

/** The address stands in the line "Rekindle is ready: http://…". */
async function readUrl(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  if (child.stdout === null) {
    throw new Error("the program has no standard output");
  }
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const found = /ready: (http:\S+)/.exec(line)?.[1];
    if (found !== undefined) {
      child.stdout.resume();
      return found;
    }
  }
  throw new Error(`the program ended before it was ready:\n${printed.join("\n")}`);
}

function driver({
  url,
  dataDir,
  child,
  keepData,
}: {
  url: string;
  dataDir: string;
  child: ChildProcess;
  keepData: boolean;
}): Program {
  async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(new URL(path, url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, body: await response.json() };
  }

  async function expectOk<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await call(method, path, body);
    if (answer.status >= 400) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body as T;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
    }
  }

  return {
    url,
    pid: child.pid ?? 0,
    dataDir,
    call,
    say: async (user, channel, text) =>
      (await expectOk<{ message: Message }>("POST", "/api/sandbox/messages", { user, channel, text })).message,
    messages: async (user, channel) =>
      (
        await expectOk<{ messages: Message[] }>(
          "GET",
          `/api/sandbox/messages?user=${encodeURIComponent(user)}&channel=${channel}`,
        )
      ).messages,
    press: async (user, messageId, buttonId) =>
      (await expectOk<{ reply: Message | null }>("POST", "/api/sandbox/buttons", { user, messageId, buttonId })).reply,
    wind: (advanceHours) => expectOk("POST", "/api/sandbox/clock", { advanceHours }),
    panel: (user) => expectOk("GET", `/api/sandbox/people/${encodeURIComponent(user)}`),
    stop: async () => {
      await end("SIGTERM");
      if (!keepData) {
        await rm(dataDir, { recursive: true, force: true });
      }
    },
    kill: () => end("SIGKILL"),
  };
}
