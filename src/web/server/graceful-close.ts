import { once } from "node:events";
import type { ServerResponse } from "node:http";

import type { ServerType } from "@hono/node-server";

import { SECOND_MS, sleep } from "../../kernel/index.ts";

/** So long may an answer take that is under way when the server goes. Guessed: enough for all but a slow model. */
const GRACE_MS = 1 * SECOND_MS;

/**
 * Keeps track of a server's answers from now on. The function that comes back closes it: nothing new is let in, answers that are
 * under way still go out, and after a moment whatever connection is left is cut.
 */
export function closesGracefully(server: ServerType): () => Promise<void> {
  const open = new Set<ServerResponse>();
  server.on("request", (_request: unknown, answer: ServerResponse) => {
    open.add(answer);
    answer.once("close", () => open.delete(answer));
  });

  async function allThrough(): Promise<void> {
    while (open.size > 0) {
      await Promise.all([...open].map((answer) => once(answer, "close")));
    }
  }

  return async () => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    const waited = new AbortController();
    await Promise.race([allThrough(), sleep(GRACE_MS, waited.signal)]);
    waited.abort();
    if ("closeAllConnections" in server) {
      server.closeAllConnections();
    }
    await closed;
  };
}
