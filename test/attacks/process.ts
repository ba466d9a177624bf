import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { CLI, environmentWith } from "../program.ts";

/** How a process ended, and all that it had to say. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a process whose end and words are looked at; for talking to it there is `test/program.ts`. */
export interface RawProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  /** Resolves with the match once standard output or error has it; rejects when the process ends without. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface LaunchOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Another program than Rekindle's own. */
  readonly program?: string;
  readonly words?: readonly string[];
  /** Runs it as this user. */
  readonly uid?: number;
}

/** Starts a process and lets it be; it is killed when the test ends. Nothing is listened to by default but a free port. */
export function launch({ environment, program = CLI, words = [], uid }: LaunchOptions): RawProgram {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: tmpdir(), // a developer's .env is none of its business
    env: environmentWith(environment),
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      printed[name] += chunk.toString();
      child.emit("printed");
    });
  }
  const ended = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode, ...printed }));
  return { child, ended, until: (pattern) => printedMatch({ child, printed, ended }, pattern) };
}

async function printedMatch(
  {
    child,
    printed,
    ended,
  }: { child: ChildProcess; printed: { stdout: string; stderr: string }; ended: Promise<Ending> },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  const search = (): RegExpExecArray | null => pattern.exec(printed.stdout) ?? pattern.exec(printed.stderr);
  for (let found = search(); ; found = search()) {
    if (found !== null) {
      return found;
    }
    const end = await Promise.race([once(child, "printed").then(() => null), ended]);
    if (end !== null && search() === null) {
      throw new Error(
        `it ended (${String(end.code ?? end.signal)}) without saying ${String(pattern)}:\n${end.stdout}${end.stderr}`,
      );
    }
  }
}

/** Runs the program until it ends by itself, as one does whose start is refused. */
export function attempt(
  environment: Readonly<Record<string, string>>,
  options: Omit<LaunchOptions, "environment"> = {},
): Promise<Ending> {
  return launch({ ...options, environment }).ended;
}

/** A temporary folder that any user may enter; removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-attack-"));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
