import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { environmentWith } from "../../program.ts";
import type { HandlerReport } from "./evidence.ts";
import type { WorkerLine, WorkerSettings } from "./jobs.ts";
import { letPass, machineMs } from "./pace.ts";

const PROGRAM = fileURLToPath(new URL("./worker.ts", import.meta.url));
const SKEWED_CLOCK = new URL("./skewed-clock.ts", import.meta.url).href;

/** A place for one worker after another. */
export interface Post {
  readonly settings: WorkerSettings;
  /** Whether its host's clock is wrong. */
  readonly skewed: boolean;
}

/** Worker processes, one at each post, each replaced at once when it is gone. */
export interface Crew {
  readonly posts: readonly Post[];
  readonly handlers: readonly HandlerReport[];
  readonly deaths: ReadonlyMap<number, number>;
  /** What no worker should do: end by itself, or not at all. */
  readonly misdeeds: readonly string[];
  readonly counts: Readonly<Record<"started" | "killed" | "terminated" | "killedThemselves", number>>;
  /** Whether there is a worker at that post who has started and is not about to end. */
  isReady(post: number): boolean;
  /** Resolves when there is. */
  ready(post: number): Promise<void>;
  /** Resolves when so many posts have one. */
  someReady(count: number): Promise<void>;
  /** When the worker at that post had started. */
  readyAtMs(post: number): number;
  /** Ends the worker at a post, and waits until its process is gone. `false` where that happens anyway by now. */
  end(post: number, signal: "SIGKILL" | "SIGTERM"): Promise<boolean>;
  /** Resolves when a handler of that post tells this, or after so long. */
  told(post: number, what: "start" | "end", orAfterMs: number): Promise<void>;
  /** Ends all of them, as an operator does, and replaces none. */
  dismiss(): Promise<void>;
  /** Ends all of them at once, whatever they do. */
  abandon(): void;
}

interface Worker {
  readonly id: number;
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  readonly ready: Promise<void>;
  readyAtMs: number;
  /** Why it is going to end, if it is. */
  cause: "SIGKILL" | "SIGTERM" | "itself" | null;
  readonly said: string[];
}

// Its graces, and a second for what it has to record, with plenty of room for a machine that has other things to do.
const STOPS_WITHIN_MS = 20_000;
const LAST_WORDS = 15;

export function hireCrew(posts: readonly Post[]): Crew {
  const handlers: HandlerReport[] = [];
  const deaths = new Map<number, number>();
  const misdeeds: string[] = [];
  const counts = { started: 0, killed: 0, terminated: 0, killedThemselves: 0 };
  const listeners = new Set<(post: number, line: WorkerLine) => void>();
  const workers: Worker[] = [];
  let dismissed = false;

  function hire(post: number): void {
    const { settings, skewed } = posts[post] as Post;
    const options = skewed ? ["--import", SKEWED_CLOCK] : [];
    const child = spawn(process.execPath, [...options, PROGRAM, JSON.stringify(settings)], {
      env: environmentWith({}),
      stdio: ["pipe", "pipe", "pipe"],
    });
    counts.started += 1;
    const readiness = Promise.withResolvers<undefined>();
    const worker: Worker = {
      id: counts.started,
      child,
      said: [],
      cause: null,
      readyAtMs: Infinity,
      ready: readiness.promise,
      gone: once(child, "close").then(() => {
        readiness.resolve(undefined);
        deaths.set(worker.id, machineMs());
        judge(worker);
        if (!dismissed && workers[post] === worker) {
          hire(post);
        }
      }),
    };
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = JSON.parse(text) as WorkerLine;
      if (line.what === "ready") {
        worker.readyAtMs = line.atMs;
        readiness.resolve(undefined);
      } else if (line.what === "dying") {
        worker.cause ??= "itself";
      } else {
        handlers.push({ ...line, worker: worker.id });
      }
      listeners.forEach((listener) => {
        listener(post, line);
      });
    });
    createInterface({ input: child.stderr }).on("line", (text) => {
      worker.said.push(text);
      worker.said.splice(0, worker.said.length - LAST_WORDS);
    });
    workers[post] = worker;
  }

  function judge({ id, child, cause, said }: Worker): void {
    const { signalCode, exitCode } = child;
    if (signalCode === "SIGKILL" && cause !== null) {
      counts[cause === "itself" ? "killedThemselves" : "killed"] += 1;
    } else if (cause === "SIGTERM" && (exitCode === 0 || signalCode === "SIGTERM")) {
      counts.terminated += 1; // by the signal itself: it had not begun yet
    } else {
      misdeeds.push(`worker ${id} ended by itself (${String(signalCode ?? exitCode)}):\n${said.join("\n")}`);
    }
  }

  async function end(post: number, signal: "SIGKILL" | "SIGTERM"): Promise<boolean> {
    const worker = workers[post];
    if (worker?.cause !== null) {
      await worker?.gone;
      return false;
    }
    worker.cause = signal;
    worker.child.kill(signal);
    const inTime = new AbortController();
    await Promise.race([worker.gone.finally(() => inTime.abort()), letPass(STOPS_WITHIN_MS, inTime.signal)]);
    if (!inTime.signal.aborted) {
      misdeeds.push(`worker ${worker.id} had not stopped after ${STOPS_WITHIN_MS} ms:\n${worker.said.join("\n")}`);
      worker.cause = "SIGKILL";
      worker.child.kill("SIGKILL");
      await worker.gone;
    }
    return true;
  }

  function isReady(post: number): boolean {
    const worker = workers[post];
    return worker !== undefined && worker.readyAtMs < Infinity && worker.cause === null;
  }

  /** A worker who starts has started or is gone; one who ends is gone, and the next one is there. */
  async function nextChange(post: number): Promise<void> {
    const worker = workers[post];
    await (worker?.cause === null ? Promise.race([worker.ready, worker.gone]) : worker?.gone);
  }

  posts.forEach((_, post) => hire(post));

  return {
    posts,
    handlers,
    deaths,
    misdeeds,
    counts,
    end,
    readyAtMs: (post) => workers[post]?.readyAtMs ?? Infinity,
    isReady,
    ready: async (post) => {
      while (!isReady(post)) {
        await nextChange(post);
      }
    },
    someReady: async (count) => {
      while (posts.filter((_, post) => isReady(post)).length < count) {
        await Promise.race(posts.flatMap((_, post) => (isReady(post) ? [] : [nextChange(post)])));
      }
    },
    told: async (post, what, orAfterMs) => {
      const heard = new AbortController();
      const listener = (from: number, line: WorkerLine): void => {
        if (from === post && line.what === what) {
          heard.abort();
        }
      };
      listeners.add(listener);
      await letPass(orAfterMs, heard.signal);
      listeners.delete(listener);
    },
    dismiss: async () => {
      dismissed = true;
      await Promise.all(posts.map((_, post) => end(post, "SIGTERM")));
    },
    abandon: () => {
      dismissed = true;
      workers.forEach((worker) => {
        worker.cause ??= "SIGKILL";
        worker.child.kill("SIGKILL");
      });
    },
  };
}
