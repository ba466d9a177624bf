import { type Random, SECOND_MS, sleep } from "../../../kernel/index.ts";
import { DatabaseClosedError, ListenUnavailableError } from "../../errors.ts";
import type { ListenHeartbeat } from "../../open-options.ts";
import { ListenConnection } from "./listen-connection.ts";
import type { ListenLoan } from "./listen-loans.ts";
import { within } from "./within.ts";

/** What connections that listen are made of. */
export interface ListenParts {
  readonly lend: () => Promise<ListenLoan>;
  /** Notifies a channel, on another connection. */
  readonly notify: (channel: string) => Promise<unknown>;
  /** Names the channel of the proof. */
  readonly random: Random;
  readonly heartbeat: ListenHeartbeat;
}

/** A pool that is that busy has no connection to spare. We guessed. */
const LEND_WITHIN_MS = 30 * SECOND_MS;

/**
 * Makes a connection that listens to `channels`, and proves that what others notify arrives on it.
 *
 * @throws ListenUnavailableError, DatabaseUnavailableError; DatabaseClosedError when `closing` fires.
 */
export async function openListenConnection(
  parts: ListenParts,
  channels: readonly string[],
  {
    closing,
    onNotification,
  }: { readonly closing: AbortSignal; readonly onNotification: (channel: string, payload: string) => void },
): Promise<ListenConnection> {
  const proof = { channel: `rekindle_proof_${randomHex(parts.random)}`, arrived: Promise.withResolvers<"arrived">() };
  const loan = await borrow(parts.lend, closing);
  const connection = new ListenConnection(loan, parts.heartbeat, (channel, payload) => {
    if (channel === proof.channel) {
      proof.arrived.resolve("arrived");
    } else {
      onNotification(channel, payload);
    }
  });
  try {
    for (const channel of [...channels, proof.channel]) {
      await connection.listen(channel);
    }
    await unlessClosing(within(parts.notify(proof.channel), LEND_WITHIN_MS), closing);
    await unlessClosing(prove(connection, proof.arrived.promise, parts.heartbeat), closing);
    await connection.unlisten(proof.channel);
  } catch (thrown) {
    await connection.close();
    throw thrown;
  }
  void connection.watch();
  return connection;
}

/**
 * A notification on a channel of our own, sent on another connection, has to arrive. Behind a pooler that gives each transaction
 * another connection LISTEN is accepted too, but by a session that belongs to somebody else a moment later.
 */
async function prove(
  connection: ListenConnection,
  arrived: Promise<"arrived">,
  { answerWithinMs }: ListenHeartbeat,
): Promise<void> {
  const waiting = new AbortController();
  const outcome = await Promise.race([arrived, connection.lost, sleep(answerWithinMs, waiting.signal)]);
  waiting.abort();
  if (outcome !== "arrived") {
    await connection.check(); // one that was lost, or is silent, proves nothing
    throw new ListenUnavailableError("NOTHING_ARRIVES");
  }
}

/** What comes too late, or after the end, is given back at once. */
async function borrow(lend: () => Promise<ListenLoan>, closing: AbortSignal): Promise<ListenLoan> {
  const loan = lend();
  try {
    return await unlessClosing(within(loan, LEND_WITHIN_MS), closing);
  } catch (thrown) {
    loan.then(
      ({ giveBack }) => giveBack(false),
      () => undefined,
    );
    throw thrown;
  }
}

async function unlessClosing<T>(work: Promise<T>, closing: AbortSignal): Promise<T> {
  const closed = Promise.withResolvers<never>();
  const onAbort = (): void => closed.reject(new DatabaseClosedError());
  closing.addEventListener("abort", onAbort);
  if (closing.aborted) {
    onAbort();
  }
  try {
    return await Promise.race([work, closed.promise]);
  } finally {
    closing.removeEventListener("abort", onAbort);
  }
}

function randomHex(random: Random): string {
  return [1, 2].map(() => Math.floor(random.next() * 2 ** 32).toString(16)).join("_");
}
