import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { contenderOf, isContenderId } from "../contenders/index.ts";
import type { Contender, Tuning } from "../contender.ts";

const COMPILE_CACHE = fileURLToPath(new URL("../../../node_modules/.cache/rekindle/compiled", import.meta.url));

/** A process of its own that has the contender open. It says one word at a time. */
export interface Child {
  /** The next thing that it says. Ask before it can be said. */
  nextWord(): Promise<unknown>;
  tell(message: object): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts `file` of this folder's parent for the contender of an attempt. */
export function startChild(
  file: "schedule-child.ts" | "crash-child.ts",
  { contender, place, settings }: { contender: Contender; place: { address: string }; settings: Tuning["settings"] },
  ...more: readonly string[]
): Child {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = fork(path, [contender.id, place.address, settings, ...more], {
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env }, // a third of its start is saved
  });
  return {
    nextWord: () => nextWord(child),
    tell: (message) => child.send(message),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }
    },
  };
}

async function nextWord(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const ended = (): void => reject(new Error("the other process ended before it was asked to"));
  child.once("message", resolve);
  child.once("exit", ended);
  try {
    return await promise;
  } finally {
    child.off("message", resolve);
    child.off("exit", ended);
  }
}

/** What such a process was started with. */
export function readArguments(): {
  readonly contender: Contender;
  readonly address: string;
  readonly settings: Tuning["settings"];
  readonly more: readonly string[];
} {
  const [id = "", address = "", settings, ...more] = process.argv.slice(2);
  process.once("disconnect", () => process.exit()); // nobody is left to work for
  if (!isContenderId(id)) {
    throw new Error(`there is no contender ${id}`);
  }
  return { contender: contenderOf(id), address, settings: settings === "best" ? "best" : "default", more };
}

/** Says one word to the process that started this one. */
export function say(word: string): void {
  process.send?.(word);
}
