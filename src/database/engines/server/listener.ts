import { Client, type ClientConfig } from "pg";

import { type Logger, sleep, toError } from "../../../kernel/index.ts";
import { toDatabaseError } from "../../error-translation.ts";

/** Receives notifications on a connection of its own, and goes on receiving after that connection was lost. */
export interface Listener {
  listen(channel: string, onNotification: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Connects at the first subscription and stays connected until `close`. What was notified while the connection was down is
 * lost: a notification is a hint to look, never the only way to learn of something.
 */
export function createListener(connection: ClientConfig, logger: Logger): Listener {
  const subscribers = new Map<string, Set<(payload: string) => void>>();
  const closed = new AbortController();
  let connected: Promise<Client> | null = null;

  async function connect(): Promise<Client> {
    const client = new Client({ ...connection, keepAlive: true });
    client.on("notification", ({ channel, payload }) => {
      for (const onNotification of [...(subscribers.get(channel) ?? [])]) {
        onNotification(payload ?? "");
      }
    });
    let ready = false;
    client.on("error", (error) => {
      logger.warn({ error: error.message }, "lost the connection that receives notifications");
    });
    client.on("end", () => {
      if (ready && !closed.signal.aborted) {
        connected = null;
        void reconnect();
      }
    });
    try {
      await client.connect();
      for (const channel of subscribers.keys()) {
        await client.query(`listen "${channel}"`);
      }
    } catch (thrown) {
      await end(client);
      throw thrown;
    }
    ready = true;
    return client;
  }

  function ensureConnected(): Promise<Client> {
    if (connected === null) {
      const attempt = connect();
      connected = attempt;
      attempt.catch(() => {
        connected = null;
      });
    }
    return connected;
  }

  async function reconnect(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; subscribers.size > 0; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await sleep(pauseMs, closed.signal);
      if (closed.signal.aborted) {
        return;
      }
      try {
        await ensureConnected();
        logger.info({}, "receiving notifications again");
        return;
      } catch (thrown) {
        logger.debug({ error: toError(thrown).message }, "cannot receive notifications yet");
      }
    }
  }

  async function unsubscribe(channel: string, onNotification: (payload: string) => void): Promise<void> {
    const group = subscribers.get(channel);
    group?.delete(onNotification);
    if (group?.size !== 0) {
      return;
    }
    subscribers.delete(channel);
    try {
      const client = await connected;
      if (!subscribers.has(channel)) {
        await client?.query(`unlisten "${channel}"`);
      }
    } catch {
      // the connection is gone, and with it what it listened to
    }
  }

  return {
    listen: async (channel, onNotification) => {
      const own = (payload: string): void => onNotification(payload); // one function may subscribe twice
      subscribers.set(channel, (subscribers.get(channel) ?? new Set()).add(own));
      try {
        const client = await ensureConnected();
        await client.query(`listen "${channel}"`); // again where `connect` did it already: that changes nothing
      } catch (thrown) {
        await unsubscribe(channel, own);
        throw toDatabaseError(thrown, "listen");
      }
      return () => unsubscribe(channel, own);
    },
    close: async () => {
      closed.abort();
      subscribers.clear();
      try {
        const client = await connected;
        if (client !== null) {
          await end(client);
        }
      } catch {
        // it never connected
      }
    },
  };
}

async function end(client: Client): Promise<void> {
  try {
    await client.end();
  } catch {
    // it is gone already
  }
}
