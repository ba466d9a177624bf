import { type Logger, type Random, SECOND_MS, sleep, toError } from "../../../kernel/index.ts";
import type { Subscriber } from "../../engine.ts";
import { toDatabaseError } from "../../error-translation.ts";
import type { ListenConnection } from "./listen-connection.ts";
import { type ListenParts, openListenConnection } from "./open-listen-connection.ts";

const FIRST_PAUSE_MS = SECOND_MS / 2;
const LONGEST_PAUSE_MS = 15 * SECOND_MS;

/**
 * Receives notifications on one connection, made at the first subscription and made again whenever it is lost. What was notified
 * while it was down is lost: a notification is a hint to look, never the only way to learn of something.
 */
export class Listener {
  readonly #parts: ListenParts;
  readonly #logger: Logger;
  readonly #random: Random;
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  readonly #closing = new AbortController();
  #connected: Promise<ListenConnection> | null = null;
  /** Whether a connection was lost and none made since: something may have been missed. */
  #missed = false;
  #reconnecting = false;

  constructor(parts: ListenParts, logger: Logger) {
    this.#parts = parts;
    this.#logger = logger;
    this.#random = parts.random;
  }

  /** Resolves when everything that is notified from now on arrives. The function that comes back ends the subscription. */
  async listen(channel: string, subscriber: Subscriber): Promise<() => Promise<void>> {
    const own: Subscriber = { ...subscriber }; // the same one may subscribe twice
    this.#subscribers.set(channel, (this.#subscribers.get(channel) ?? new Set()).add(own));
    try {
      const connection = await this.#ensureConnected();
      await connection.listen(channel); // again where connecting did it already: that changes nothing
    } catch (thrown) {
      await this.#unsubscribe(channel, own);
      throw toDatabaseError(thrown, "listen");
    }
    return () => this.#unsubscribe(channel, own);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#subscribers.clear();
    await (await this.#current())?.close();
  }

  #ensureConnected(): Promise<ListenConnection> {
    if (this.#connected === null) {
      const attempt = this.#connect();
      this.#connected = attempt;
      attempt.catch(() => {
        this.#connected = null;
      });
    }
    return this.#connected;
  }

  async #connect(): Promise<ListenConnection> {
    const connection = await openListenConnection(this.#parts, [...this.#subscribers.keys()], {
      closing: this.#closing.signal,
      onNotification: (channel, payload) => {
        for (const { onNotification } of [...(this.#subscribers.get(channel) ?? [])]) {
          onNotification(payload);
        }
      },
    });
    void connection.lost.then((error) => this.#onLost(error));
    if (this.#missed) {
      this.#missed = false;
      this.#logger.info({}, "receiving notifications again");
      for (const { onReconnected } of [...this.#subscribers.values()].flatMap((group) => [...group])) {
        onReconnected();
      }
    }
    return connection;
  }

  async #onLost(error: Error): Promise<void> {
    this.#connected = null;
    this.#missed = true;
    this.#logger.warn({ error: error.message }, "lost the connection that receives notifications");
    if (!this.#reconnecting) {
      this.#reconnecting = true;
      await this.#reconnect();
      this.#reconnecting = false;
    }
  }

  async #reconnect(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; this.#subscribers.size > 0; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      // Spread, so that not all processes come back at once to a server that has just started.
      await sleep(pauseMs * (0.5 + this.#random.next()), this.#closing.signal);
      if (this.#closing.signal.aborted) {
        return;
      }
      try {
        await this.#ensureConnected();
        return;
      } catch (thrown) {
        this.#logger.debug({ error: toError(thrown).message }, "cannot receive notifications yet");
      }
    }
    this.#missed = false; // nobody is left who could have missed something
  }

  async #unsubscribe(channel: string, subscriber: Subscriber): Promise<void> {
    const group = this.#subscribers.get(channel);
    group?.delete(subscriber);
    if (group?.size !== 0) {
      return;
    }
    this.#subscribers.delete(channel);
    const connection = await this.#current();
    if (connection === null || this.#subscribers.has(channel)) {
      return;
    }
    try {
      await connection.unlisten(channel);
    } catch {
      // the connection is gone, and with it what it listened to
    }
  }

  /** The connection where there is one; `null` where it is lost, was never made or could not be. */
  async #current(): Promise<ListenConnection | null> {
    try {
      return await this.#connected;
    } catch {
      return null;
    }
  }
}
