import type { ClockState } from "../../../contract.ts";
import { noteAway, type Page } from "./page.ts";
import type { ClockView } from "./page-state.ts";

/** Keeps the shown clock in step with what the server tells of it. */
export interface ClockReader {
  /** Takes the clock as it is. */
  receive(clock: ClockState): void;
  /** Takes what the stream or a poll tells, which may be older than an answer that we have. */
  receiveEvent(clock: ClockState): void;
  /** From now on we wind ourselves: told or not, the clock is being wound until `end`. */
  beginOwn(view: Pick<ClockView, "windingFrom" | "untilDelivery">): void;
  /** Our winding is over; `arrivedAt` where it went well. */
  endOwn(note: NonNullable<ClockView["note"]>, arrivedAt: ClockState | null): void;
}

/** How often the clock is asked while it winds, beside what the stream tells: the stream may be broken, or not be there yet. */
const POLL_MS = 1_000;

const STILL = { windingFrom: null, untilDelivery: false, note: null } as const;

/** @returns the one reader of a page. */
export function createClockReader(page: Page): ClockReader {
  const { store, client } = page;
  let isOwn = false;
  let arrivedAt = "";

  function change(part: Partial<ClockView>): void {
    const { clock } = store.get();
    if (clock !== null) {
      store.set({ clock: { ...clock, ...part } });
    }
  }

  function receive(clock: ClockState): void {
    const before = store.get().clock ?? STILL;
    const winds = isOwn || clock.target !== null;
    const windingFrom = winds ? (before.windingFrom ?? clock.now) : null;
    const untilDelivery = winds && before.untilDelivery;
    const note = winds ? null : before.note;
    store.set({ clock: { ...clock, readAtMs: performance.now(), windingFrom, untilDelivery, note } });
    if (winds) {
      pollLater();
    }
  }

  function receiveEvent(clock: ClockState): void {
    // The sandbox's time only goes forward: an earlier one is old news, and so is a winding to where ours has arrived already.
    const isPast = clock.now < (store.get().clock?.now ?? "");
    const isOutdated = isPast || (clock.target !== null && clock.now <= arrivedAt);
    if (!isOutdated || isOwn) {
      receive(clock);
    }
  }

  const pollLater = createPoll(async () => {
    try {
      receiveEvent(await client.readClock());
    } catch (error) {
      noteAway(page, error);
    }
  });

  return {
    receive,
    receiveEvent,
    beginOwn: (view) => {
      isOwn = true;
      change({ ...view, delivered: 0, note: null });
      pollLater();
    },
    endOwn: (note, clock) => {
      isOwn = false;
      if (clock === null) {
        pollLater();
      } else {
        arrivedAt = clock.now;
        receive(clock);
      }
      change({ ...STILL, note });
    },
  };
}

/** One poll is waited for at a time. */
function createPoll(poll: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      void poll();
    }, POLL_MS);
  };
}
