import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Place, Places } from "./places.ts";

/** A Redis of our own for each measurement, in a folder that goes with it. Nobody else's is touched. */
export function redisPlaces(appendFsync: "everysec" | "always"): Promise<Places> {
  const running = new Set<Place>();
  return Promise.resolve({
    fresh: async () => {
      const place = await startRedis(appendFsync, () => running.delete(place));
      running.add(place);
      return place;
    },
    close: async () => {
      await Promise.all([...running].map((place) => place.remove()));
    },
  });
}

async function startRedis(appendFsync: string, removed: () => void): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-bench-redis-"));
  const port = await freePort();
  const options = { port, bind: "127.0.0.1", dir: folder, appendonly: "yes", appendfsync: appendFsync, save: "" };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  await untilReady(child);
  return {
    address: String(port),
    vacuum: nothing,
    checkpoint: nothing,
    remove: async () => {
      removed();
      const exited = once(child, "exit");
      child.kill("SIGKILL"); // nothing of it is kept
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  await once(child, "spawn");
  if (child.stdout === null) {
    throw new Error("redis-server has no standard output");
  }
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("Ready to accept connections")) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error("redis-server ended before it was ready");
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("a server on TCP has a port");
  }
  return address.port;
}

const nothing = (): Promise<void> => Promise.resolve();
