import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

import { environmentWith } from "../program.ts";

/** A running `writer.ts`. */
export interface WriterProcess {
  /** Resolves with the first line: `open`, or the code of the error. */
  readonly firstLine: Promise<string>;
  /** Resolves when so many rows are acknowledged. */
  acknowledged(count: number): Promise<void>;
  /** Kills it as hard as can be, and says which row was the last one acknowledged (0: none). */
  kill(): Promise<number>;
}

export function startWriter(folder: string): WriterProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL("writer.ts", import.meta.url)), folder], {
    env: environmentWith({}),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const firstLine = Promise.withResolvers<string>();
  const closed = new Promise((resolve) => child.once("close", resolve));
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let count = 0;
  let last = 0;
  createInterface(child.stdout).on("line", (line) => {
    firstLine.resolve(line);
    if (/^\d+$/.test(line)) {
      last = Number(line);
      count += 1;
      waiting.filter((entry) => entry.count <= count).forEach(({ resolve }) => resolve());
    }
  });
  return {
    firstLine: firstLine.promise,
    acknowledged: (wanted) =>
      count >= wanted ? Promise.resolve() : new Promise((resolve) => waiting.push({ count: wanted, resolve })),
    kill: async () => {
      child.kill("SIGKILL");
      await closed; // and with it the last line is read
      return last;
    },
  };
}
