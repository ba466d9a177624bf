import { Client, type ClientConfig } from "pg";

import { type Logger, sleep, toError } from "../../../kernel/index.ts";
import { toDatabaseError } from "../../error-translation.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

type OnNotification = (payload: string) => void;

/**
 * Receives notifications on a connection of its own, made at the first subscription and made again whenever it is lost. What
 * was notified while it was down is lost: a notification is a hint to look, never the only way to learn of something.
 */
export class Listener {
  readonly #connection: ClientConfig;
  readonly #logger: Logger;
  readonly #subscribers = new Map<string, Set<OnNotification>>();
  readonly #closed = new AbortController();
  #connected: Promise<Client> | null = null;

  constructor(connection: ClientConfig, logger: Logger) {
    this.#connection = connection;
    this.#logger = logger;
  }

  /** Resolves when everything that is notified from now on arrives. The function that comes back ends the subscription. */
  async listen(channel: string, onNotification: OnNotification): Promise<() => Promise<void>> {
    const own: OnNotification = (payload) => {
      onNotification(payload);
    }; // one function may subscribe twice
    this.#subscribers.set(channel, (this.#subscribers.get(channel) ?? new Set()).add(own));
    try {
      const client = await this.#ensureConnected();
      await client.query(`listen "${channel}"`); // again where connecting did it already: that changes nothing
    } catch (thrown) {
      await this.#unsubscribe(channel, own);
      throw toDatabaseError(thrown, "listen");
    }
    return () => this.#unsubscribe(channel, own);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#subscribers.clear();
    const client = await this.#current();
    if (client !== null) {
      await end(client);
    }
  }

  #ensureConnected(): Promise<Client> {
    if (this.#connected === null) {
      const attempt = this.#connect();
      this.#connected = attempt;
      attempt.catch(() => {
        this.#connected = null;
      });
    }
    return this.#connected;
  }

  async #connect(): Promise<Client> {
    const client = new Client({ ...this.#connection, keepAlive: true });
    client.on("notification", ({ channel, payload }) => {
      for (const onNotification of [...(this.#subscribers.get(channel) ?? [])]) {
        onNotification(payload ?? "");
      }
    });
    client.on("error", (error) => {
      this.#logger.warn({ error: error.message }, "lost the connection that receives notifications");
    });
    try {
      await client.connect();
      for (const channel of this.#subscribers.keys()) {
        await client.query(`listen "${channel}"`);
      }
    } catch (thrown) {
      await end(client);
      throw thrown;
    }
    client.on("end", () => {
      this.#connected = null;
      void this.#reconnect();
    });
    return client;
  }

  async #reconnect(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (this.#subscribers.size > 0) {
      await sleep(pauseMs, this.#closed.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (this.#closed.signal.aborted) {
        return;
      }
      try {
        await this.#ensureConnected();
        this.#logger.info({}, "receiving notifications again");
        return;
      } catch (thrown) {
        this.#logger.debug({ error: toError(thrown).message }, "cannot receive notifications yet");
      }
    }
  }

  async #unsubscribe(channel: string, onNotification: OnNotification): Promise<void> {
    const group = this.#subscribers.get(channel);
    group?.delete(onNotification);
    if (group?.size !== 0) {
      return;
    }
    this.#subscribers.delete(channel);
    const client = await this.#current();
    if (client === null || this.#subscribers.has(channel)) {
      return;
    }
    try {
      await client.query(`unlisten "${channel}"`);
    } catch {
      // the connection is gone, and with it what it listened to
    }
  }

  /** The connection where there is one; `null` where it is lost, was never made or could not be. */
  async #current(): Promise<Client | null> {
    try {
      return await this.#connected;
    } catch {
      return null;
    }
  }
}

async function end(client: Client): Promise<void> {
  try {
    await client.end();
  } catch {
    // it is gone already
  }
}
