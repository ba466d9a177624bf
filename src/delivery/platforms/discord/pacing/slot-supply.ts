import { type Logger, monotonicMs, SECOND_MS, toError } from "../../../../kernel/index.ts";
import type { RequestSlots } from "../../../request-slots.ts";
import { createHeldSlots } from "./held-slots.ts";

/** So many may go at once after a pause. */
const AT_ONCE = 3;
/** As many are booked at once: some three bookings a second are enough for all that a process may ask. */
const BLOCK = 12;
/** The next ones are booked when those that are there end so soon. */
const BOOK_AHEAD_STEPS = 7;
/** A longer one is not shared with others: it is over their heads soon enough. */
const LONGEST_HOLD_MS = 30 * SECOND_MS;

/** After so long without an answer a process goes by itself. */
const PATIENCE_MS = SECOND_MS;
/** How soon after a failure it asks again. */
const RETRY_MS = SECOND_MS;
/** By itself: what a dozen processes may do at the same time. */
const ALONE_STEP_MS = SECOND_MS / 2;
/** Others may have booked so far ahead: what they book and what each does by itself would come to more together. */
const BEFORE_ALONE_MS = 2 * SECOND_MS;

/** What a supply works with. */
export interface SupplyParts {
  readonly requestsPerSecond: number;
  readonly slots: RequestSlots;
  readonly logger: Logger;
  /** What there is has changed: whoever waits looks again. */
  onChange(): void;
}

/**
 * The slots of one process: booked while somebody waits for them, some ahead. Whoever is idle asks for nothing. Where nothing can be
 * booked, the process goes by itself, slowly.
 */
export class SlotSupply {
  readonly #parts: SupplyParts;
  readonly #stepMs: number;
  readonly #held = createHeldSlots();
  /** When it asked for what it has no answer to. */
  #askedAtMs: number | null = null;
  #retryAtMs = 0;
  #roundTripMs = 0;
  #isAlone = false;
  #nextAloneAtMs = 0;
  #heldUntilMs = 0;

  constructor(parts: SupplyParts) {
    this.#parts = parts;
    this.#stepMs = SECOND_MS / parts.requestsPerSecond;
  }

  /** Uses a slot whose time has come. */
  take(): boolean {
    return this.#held.take(monotonicMs());
  }

  /** So many wait. Sees to it that there will be slots for them, and says in how many milliseconds to look again. */
  provide(waiting: number): number {
    const nowMs = monotonicMs();
    const times = this.#held.times(nowMs);
    const bookAtMs = Math.max(this.#retryAtMs, (times.at(-1) ?? nowMs) - BOOK_AHEAD_STEPS * this.#stepMs);
    const lacking = waiting - times.length;
    if (lacking > 0 && this.#askedAtMs === null && nowMs >= bookAtMs) {
      void this.#book(Math.min(BLOCK, lacking));
    }
    if (this.#askedAtMs !== null && nowMs - this.#askedAtMs >= PATIENCE_MS) {
      this.#goAlone("no answer");
    }
    if (this.#isAlone && times.length === 0) {
      const atMs = Math.max(nowMs, this.#heldUntilMs, this.#nextAloneAtMs);
      this.#nextAloneAtMs = atMs + ALONE_STEP_MS;
      this.#held.addOwn(atMs);
    }
    const next = this.#held.times(nowMs)[0] ?? Infinity;
    const impatientAtMs = this.#isAlone ? Infinity : (this.#askedAtMs ?? Infinity) + PATIENCE_MS;
    const lookAtMs = this.#askedAtMs === null && lacking > 0 ? bookAtMs : impatientAtMs;
    return Math.max(1, Math.min(next, lookAtMs) - nowMs);
  }

  /** Nothing goes for so long. What is booked next lies after that, for everybody. */
  hold(forMs: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, monotonicMs() + Math.min(forMs, LONGEST_HOLD_MS));
    this.#held.dropBefore(this.#heldUntilMs);
  }

  async #book(count: number): Promise<void> {
    const sentAtMs = monotonicMs();
    this.#askedAtMs = sentAtMs;
    // An answer that takes long is to bring slots that are not over yet.
    const stepMs = this.#stepMs;
    const earliestInMs = Math.max(this.#roundTripMs - (AT_ONCE - 1) * stepMs, this.#heldUntilMs - sentAtMs);
    try {
      const booked = await this.#parts.slots.book({ count, stepMs, earliestInMs });
      const receivedAtMs = monotonicMs();
      this.#roundTripMs = Math.min(receivedAtMs - sentAtMs, PATIENCE_MS);
      this.#held.add({ ...booked, count, stepMs, sentAtMs, receivedAtMs });
      this.#held.dropBefore(this.#heldUntilMs);
      this.#goTogether();
    } catch (thrown) {
      this.#retryAtMs = monotonicMs() + RETRY_MS;
      this.#goAlone(toError(thrown).message);
    }
    this.#askedAtMs = null;
    this.#parts.onChange();
  }

  #goAlone(reason: string): void {
    if (!this.#isAlone) {
      this.#isAlone = true;
      const nowMs = monotonicMs();
      this.#nextAloneAtMs = (this.#held.times(nowMs).at(-1) ?? nowMs) + BEFORE_ALONE_MS;
      this.#parts.logger.warn({ reason }, "what other processes ask of Discord is not known: this one asks little");
    }
  }

  #goTogether(): void {
    if (this.#isAlone) {
      this.#isAlone = false;
      this.#parts.logger.info({}, "what other processes ask of Discord is known again");
    }
  }
}
