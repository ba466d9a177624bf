import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, type FSWatcher, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Random } from "../../../src/kernel/index.ts";
import type { ClockState } from "../../../src/web/contract.ts";
import { CLI, environmentWith, type Program } from "../../program.ts";

/** When a process is killed: facts that can be waited for, and that come at another place in its work each time. */
export type Moment =
  /** After so many answers of the clock, asked one after the other while it winds. */
  | { readonly type: "answers"; readonly count: number }
  /** When so many follow-ups have arrived in this winding, and so many writes later: while the others are on their way. */
  | { readonly type: "delivered"; readonly count: number; readonly writes: number }
  /** After so many writes to the database's log while it winds. */
  | { readonly type: "writes"; readonly count: number }
  /** After so many writes while it starts, or when it is ready. */
  | { readonly type: "opening"; readonly count: number };

const TYPES: readonly Moment["type"][] = [
  "writes",
  "delivered",
  "answers",
  "opening",
  "writes",
  "delivered",
  "writes",
  "delivered",
];
/** A moment by chance. Each type comes in turn, so that a short run has them all; the more people, the later it may be. */
export function momentFor(
  turn: number,
  { random, people }: { readonly random: Random; readonly people: number },
): Moment {
  const type = TYPES[turn % TYPES.length] ?? "writes";
  const upTo = (most: number): number => 1 + Math.floor(random.next() * most);
  const most = { answers: 4, delivered: Math.ceil(people / 2), writes: 5 * people, opening: 25 };
  return { type, count: upTo(most[type]), writes: upTo(6) };
}

/** Waits, while the clock winds, for the moment; `false` when the winding ended before. */
export async function reached(
  moment: Moment,
  {
    program,
    winding,
    onClock,
  }: {
    readonly program: Program;
    readonly winding: Promise<unknown>;
    onClock(state: ClockState): void;
  },
): Promise<boolean> {
  const over = winding.then(
    () => false as const,
    () => false as const,
  );
  switch (moment.type) {
    case "writes":
      return Promise.race([over, writesTo(program.dataDir, moment.count, over)]);
    case "answers":
    case "delivered": {
      for (let answers = 1; ; answers += 1) {
        const state = await Promise.race([
          over,
          program.call("GET", "/api/sandbox/clock").then(({ body }) => body as ClockState),
        ]);
        if (state === false) {
          return false;
        }
        onClock(state);
        if (moment.type === "answers" && answers >= moment.count) {
          return true;
        }
        if (moment.type === "delivered" && state.delivered >= moment.count) {
          return Promise.race([over, writesTo(program.dataDir, moment.writes, over)]);
        }
      }
    }
    case "opening":
      throw new Error("a start is no winding");
  }
}

/** Starts the program and kills it in the middle of its start. */
export async function killWhileOpening(
  dataDir: string,
  count: number,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [CLI], {
    cwd: tmpdir(),
    env: environmentWith({ REKINDLE_DATA_DIR: dataDir, ...environment }),
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  await Promise.race([writesTo(dataDir, count, exited), readyLine(child), exited]);
  child.kill("SIGKILL");
  await exited;
}

async function readyLine({ stdout }: ChildProcess): Promise<void> {
  for await (const line of createInterface({ input: stdout ?? process.stdin })) {
    if (line.includes("ready: ")) {
      return;
    }
  }
}

/** Resolves at the `count`-th write to the database's files; the watch ends with `over` too. */
async function writesTo(dataDir: string, count: number, over: Promise<unknown>): Promise<true> {
  const watchers: FSWatcher[] = [];
  try {
    return await new Promise<true>((resolve) => {
      let writes = 0;
      const onWrite = (): void => {
        writes += 1;
        if (writes >= count) {
          resolve(true);
        }
      };
      for (const folder of ["pg_wal", "global"]
        .map((name) => join(dataDir, "sandbox", "postgres", name))
        .filter(existsSync)) {
        watchers.push(watch(folder, onWrite));
      }
      void over.finally(() => {
        resolve(true); // nobody waits for this any more
      });
    });
  } finally {
    watchers.forEach((watcher) => {
      watcher.close();
    });
  }
}
