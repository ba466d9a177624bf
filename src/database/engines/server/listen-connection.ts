import { sleep, toError } from "../../../kernel/index.ts";
import { DatabaseUnavailableError, ListenUnavailableError } from "../../errors.ts";
import type { ListenHeartbeat } from "../../open-options.ts";
import type { ListenLoan } from "./listen-loans.ts";
import type { PgNotification, PgResult } from "./pg-types.ts";
import { LISTENING_CHANNELS } from "./sql/listening-channels.ts";
import { within } from "./within.ts";

type OnNotification = (channel: string, payload: string) => void;

/** One connection that listens, from the loan of its client until that is given back. */
export class ListenConnection {
  readonly #loan: ListenLoan;
  readonly #heartbeat: ListenHeartbeat;
  readonly #onNotification: OnNotification;
  readonly #channels = new Set<string>();
  readonly #over = new AbortController();
  readonly #lost = Promise.withResolvers<Error>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(loan: ListenLoan, heartbeat: ListenHeartbeat, onNotification: OnNotification) {
    this.#loan = loan;
    this.#heartbeat = heartbeat;
    this.#onNotification = onNotification;
    loan.client.on("error", this.#onError);
    loan.client.on("end", this.#onEnd);
    loan.client.on("notification", this.#onMessage);
  }

  /** Resolves with the reason when it does not listen any more; never where it was closed. */
  get lost(): Promise<Error> {
    return this.#lost.promise;
  }

  async listen(channel: string): Promise<void> {
    await this.#ask(`listen "${channel}"`);
    this.#channels.add(channel);
  }

  async unlisten(channel: string): Promise<void> {
    this.#channels.delete(channel);
    await this.#ask(`unlisten "${channel}"`);
  }

  /**
   * Asks again and again whether the session still listens, for as long as it lasts. A connection that does not answer is lost,
   * whatever the system says: it may wait for a quarter of an hour to say so.
   */
  async watch(): Promise<void> {
    try {
      for (;;) {
        await sleep(this.#heartbeat.everyMs, this.#over.signal);
        if (this.#over.signal.aborted) {
          return;
        }
        await this.check();
      }
    } catch (thrown) {
      await this.#lose(toError(thrown));
    }
  }

  /** @throws DatabaseUnavailableError without an answer; ListenUnavailableError where it is another session by now. */
  async check(): Promise<void> {
    const expected = [...this.#channels];
    const { rows } = await this.#ask(LISTENING_CHANNELS.text);
    const present = new Set((rows as readonly { readonly channel: string }[]).map(({ channel }) => channel));
    if (!expected.every((channel) => present.has(channel))) {
      throw new ListenUnavailableError("NOTHING_ARRIVES");
    }
  }

  /** Ends it; a client that belongs to a pool does not go on listening. */
  async close(): Promise<void> {
    if (this.#over.signal.aborted) {
      return;
    }
    this.#over.abort();
    const texts = [...this.#channels].map((channel) => `unlisten "${channel}"`);
    const [left] = await Promise.allSettled([
      this.#turn.then(() => (texts.length === 0 ? null : this.#query(texts.join("; ")))),
    ]);
    await this.#giveBack(left.status === "rejected");
  }

  readonly #onError = (error: Error): void => void this.#lose(error);
  readonly #onEnd = (): void => void this.#lose(new DatabaseUnavailableError(null, null));
  readonly #onMessage = ({ channel, payload = "" }: PgNotification): void => {
    this.#onNotification(channel, payload);
  };

  async #lose(error: Error): Promise<void> {
    if (!this.#over.signal.aborted) {
      this.#over.abort();
      await this.#giveBack(true);
      this.#lost.resolve(error);
    }
  }

  async #giveBack(broken: boolean): Promise<void> {
    const given = this.#loan.giveBack(broken); // from here on somebody else hears its errors
    this.#loan.client.off("notification", this.#onMessage);
    this.#loan.client.off("end", this.#onEnd);
    this.#loan.client.off("error", this.#onError);
    await given;
  }

  // One after another: the driver is about to stop queueing. Not after the end: the client may be somebody else's by then.
  #ask(text: string): Promise<PgResult> {
    const answer = this.#turn.then(() => {
      if (this.#over.signal.aborted) {
        throw new DatabaseUnavailableError(null, null);
      }
      return this.#query(text);
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #query(text: string): Promise<PgResult> {
    return within(this.#loan.client.query(text), this.#heartbeat.answerWithinMs);
  }
}
