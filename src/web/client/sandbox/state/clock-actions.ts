import type { ClockAnswer, ClockState } from "../../../contract.ts";
import { errorWords, RequestRefusedError } from "../connection/request-errors.ts";
import { windResult } from "../words/wind-words.ts";
import { finishStep, noteAway, type Page } from "./page.ts";
import type { ClockView } from "./page-state.ts";

export interface ClockActions {
  /** Takes the clock as the server tells it. */
  receiveClock(clock: ClockState): void;
  wind(advanceHours: number): Promise<void>;
  windUntilDelivery(): Promise<void>;
}

/** How often the clock is asked while it winds, beside what the stream tells: the stream may be broken, or not be there yet. */
const POLL_MS = 1_000;

const STILL = { windingFrom: null, untilDelivery: false, note: null } as const;

/** @param onWound - called when a winding of ours has ended well. */
export function createClockActions(page: Page, onWound: (answer: ClockAnswer, from: string) => void): ClockActions {
  const { store, client } = page;
  let ownWinding = false;

  function change(part: Partial<ClockView>): void {
    const { clock } = store.get();
    if (clock !== null) {
      store.set({ clock: { ...clock, ...part } });
    }
  }

  function receiveClock(clock: ClockState): void {
    const before = store.get().clock ?? STILL;
    const winds = ownWinding || clock.target !== null;
    const windingFrom = winds ? (before.windingFrom ?? clock.now) : null;
    const note = winds ? null : before.note;
    store.set({ clock: { ...clock, readAtMs: performance.now(), windingFrom, untilDelivery: winds && before.untilDelivery, note } });
    if (winds) {
      schedulePoll();
    }
  }

  const schedulePoll = createPoll(async () => {
    try {
      receiveClock(await client.readClock());
    } catch (error) {
      noteAway(page, error);
    }
  });

  async function run(untilDelivery: boolean, start: () => Promise<ClockAnswer>): Promise<void> {
    const from = store.get().clock;
    if (from === null || from.windingFrom !== null) {
      return;
    }
    ownWinding = true;
    change({ windingFrom: from.now, untilDelivery, delivered: 0, note: null });
    schedulePoll();
    try {
      const answer = await start();
      ownWinding = false;
      receiveClock({ ...answer, target: null });
      change({ note: windResult(answer, { from: from.now, untilDelivery }) });
      finishStep(page, "wound");
      onWound(answer, from.now);
    } catch (error) {
      ownWinding = false;
      noteAway(page, error);
      const isBusy = error instanceof RequestRefusedError && error.status === 409;
      change({ ...STILL, note: { tone: "bad", words: isBusy ? "The clock is already being wound. One at a time." : errorWords(error) } });
      schedulePoll();
    }
  }

  return {
    receiveClock,
    wind: (advanceHours) => run(false, () => client.wind(advanceHours)),
    windUntilDelivery: () => run(true, () => client.windUntilDelivery()),
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
