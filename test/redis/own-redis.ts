import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Redis server of a test's own, which may be killed at will. What it held is gone with it. */
export interface OwnRedis {
  readonly url: string;
  /** Of the server that runs; 0: none does. */
  readonly pid: number;
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** On the same port, empty; with further settings, as in `["--maxmemory", "1"]`. */
  start(settings?: readonly string[]): Promise<void>;
  /** Ends it and removes its files. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a server on a free port. It ends with this process, however that ends. */
export async function startOwnRedis(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-redis-"));
  const port = await freePort();
  let server: ChildProcess | null = null;
  let guard: ChildProcess | null = null;

  async function kill(): Promise<void> {
    if (server !== null) {
      const ended = once(server, "exit");
      guard?.kill("SIGKILL");
      server.kill("SIGKILL");
      server = null;
      await ended;
    }
  }

  async function start(settings: readonly string[] = []): Promise<void> {
    const words = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...settings];
    const started = spawn("redis-server", words, { stdio: ["ignore", "pipe", "ignore"] });
    server = started;
    // The guard's standard input ends with us, even where nobody could clean up after us any more.
    guard = spawn("sh", ["-c", GUARD, "guard", String(started.pid)], { stdio: ["pipe", "ignore", "ignore"] });
    await saysReady(started);
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return server?.pid ?? 0;
    },
    kill,
    start,
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// Not ended by the Ctrl-C that ends us: it has to be there afterwards.
const GUARD = `trap "" INT TERM HUP; cat > /dev/null; kill -9 $1`;

async function saysReady({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) {
    throw new Error("the server has no standard output");
  }
  for await (const line of createInterface({ input: stdout })) {
    if (line.includes("Ready to accept connections")) {
      stdout.resume();
      return;
    }
  }
  throw new Error("redis-server ended before it was ready");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
