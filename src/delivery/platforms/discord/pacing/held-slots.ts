import type { BookedSlots } from "../../../request-slots.ts";

/** When slots were booked, by this process's clock. */
export interface Booking extends BookedSlots {
  readonly count: number;
  readonly stepMs: number;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

/** The slots that this process has. All times are of its own clock. */
export interface HeldSlots {
  add(booking: Booking): void;
  /** One that was not booked. */
  addOwn(atMs: number): void;
  /** Uses one whose time has come. */
  take(nowMs: number): boolean;
  /** Those that are to come, and those that may still be used. */
  times(nowMs: number): readonly number[];
  /** Gives up those before. */
  dropBefore(ms: number): void;
}

/**
 * A slot that is older is lost. So within any second there are no more requests than there are slots in a second and this, however
 * late somebody is: behind a pause of its own, or behind an answer of the database that took long.
 */
const USABLE_FOR_MS = 75;

/** None yet. */
export function createHeldSlots(): HeldSlots {
  let held: number[] = [];
  /** By how much the clock of whoever keeps the slots is ahead of ours. */
  let aheadMs: number | null = null;

  /** They booked between our question and the answer. What was known before is kept, as far as it agrees with that. */
  function adjust({ nowMs, sentAtMs, receivedAtMs }: Booking): number {
    const leastMs = nowMs - receivedAtMs;
    const mostMs = nowMs - sentAtMs;
    aheadMs = Math.min(Math.max(aheadMs ?? leastMs, leastMs), mostMs);
    return aheadMs;
  }

  function hold(times: readonly number[]): void {
    held = [...held, ...times].toSorted((one, other) => one - other);
  }

  return {
    add: (booking) => {
      const firstMs = booking.firstAtMs - adjust(booking);
      hold(Array.from({ length: booking.count }, (_, index) => firstMs + index * booking.stepMs));
    },
    addOwn: (atMs) => {
      hold([atMs]);
    },
    take: (nowMs) => {
      held = held.filter((atMs) => atMs >= nowMs - USABLE_FOR_MS);
      if ((held[0] ?? Infinity) > nowMs) {
        return false;
      }
      held.shift();
      return true;
    },
    times: (nowMs) => held.filter((atMs) => atMs >= nowMs - USABLE_FOR_MS),
    dropBefore: (ms) => {
      held = held.filter((atMs) => atMs >= ms);
    },
  };
}
