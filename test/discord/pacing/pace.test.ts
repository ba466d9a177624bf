import { beforeEach, expect, test, vi } from "vitest";

import { MINUTE_MS, monotonicMs, SECOND_MS, silentLogger } from "../../../src/kernel/index.ts";
import type { RequestSlots, SlotOrder } from "../../../src/delivery/index.ts";
import { createOwnSlots } from "../../../src/delivery/platforms/discord/pacing/own-slots.ts";
import { DISCORD_DEFAULTS } from "../../../src/delivery/platforms/discord/discord-options.ts";
import { createPace, type Pace } from "../../../src/delivery/platforms/discord/pacing/pace.ts";
import { woundPause } from "../stand-in/pace.ts";

/** Discord's own limit. */
const MOST_IN_A_SECOND = 50;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  return () => vi.useRealTimers();
});

/** Slots that are kept elsewhere: by another clock, behind a way that takes time, and not always there. */
function slotsElsewhere(): RequestSlots & {
  readonly orders: SlotOrder[];
  wayMs: number;
  state: "there" | "away" | "silent";
} {
  const kept = createOwnSlots();
  const elsewhere = {
    orders: [] as SlotOrder[],
    wayMs: 2,
    state: "there" as "there" | "away" | "silent",
    book: async (order: SlotOrder) => {
      elsewhere.orders.push(order);
      await woundPause(elsewhere.wayMs);
      if (elsewhere.state === "silent") {
        return new Promise<never>(() => undefined);
      }
      if (elsewhere.state === "away") {
        throw new Error("nobody is there");
      }
      const { firstAtMs, nowMs } = await kept.book(order);
      await woundPause(elsewhere.wayMs);
      return { firstAtMs: firstAtMs + MINUTE_MS, nowMs: nowMs + MINUTE_MS };
    },
  };
  return elsewhere;
}

/** As many as want to go, again and again. */
function crowd(pace: Pace, times: number[], { size = 40, signal }: { size?: number; signal?: AbortSignal } = {}): void {
  const member = async (): Promise<void> => {
    for (;;) {
      await pace.turn({ canWait: true, signal });
      if (signal?.aborted === true) {
        return;
      }
      times.push(monotonicMs());
    }
  };
  for (let index = 0; index < size; index += 1) {
    void member();
  }
}

function busiestSecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + SECOND_MS).length));
}

const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * SECOND_MS);
const paceOn = (slots: RequestSlots): Pace =>
  createPace({ slots, requestsPerSecond: DISCORD_DEFAULTS.requestsPerSecond, logger: silentLogger });

test("a process alone makes 42 requests a second, with a booking for many of them", async () => {
  const [slots, times] = [slotsElsewhere(), [] as number[]];
  crowd(paceOn(slots), times);
  await pass(20);
  expect(times.length).toBeGreaterThan(20 * 41);
  expect(busiestSecond(times)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
  expect(slots.orders.length).toBeLessThan(20 * 5);
});

test.each([2, 4, 20])("%i processes share what one would have, and keep to it together", async (processes) => {
  const slots = slotsElsewhere();
  const times = Array.from({ length: processes }, (): number[] => []);
  times.forEach((own) => {
    crowd(paceOn(slots), own);
  });
  await pass(30);
  const all = times.flat();
  expect(all.length).toBeGreaterThan(30 * 40);
  expect(busiestSecond(all)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
  expect(Math.min(...times.map(({ length }) => length))).toBeGreaterThan((30 * 42) / processes / 2);
});

test("of a process that is gone nothing is left: the others have it all within a second", async () => {
  const [slots, gone, staying] = [slotsElsewhere(), new AbortController(), [] as number[]];
  crowd(paceOn(slots), [], { signal: gone.signal });
  crowd(paceOn(slots), staying);
  await pass(5);
  gone.abort();
  await pass(1);
  const before = staying.length;
  await pass(5);
  expect(staying.length - before).toBeGreaterThan(5 * 41);
});

test("whoever somebody waits for goes before those who can wait, and nobody asks while nobody waits", async () => {
  const [slots, gone, followUps] = [slotsElsewhere(), new AbortController(), [] as number[]];
  const pace = paceOn(slots);
  crowd(pace, followUps, { signal: gone.signal });
  await pass(1);
  const before = followUps.length;
  let answeredAfter: number | null = null;
  void pace.turn({}).then(() => {
    answeredAfter = followUps.length - before;
  });
  await pass(1);
  expect(answeredAfter).toBe(0);
  gone.abort();
  await pass(1);
  const orders = slots.orders.length;
  await pass(600);
  expect(slots.orders).toHaveLength(orders);
});

test("a way that takes long, or takes longer at times, changes nothing about what leaves in a second", async () => {
  const [slots, times] = [slotsElsewhere(), [] as number[]];
  crowd(paceOn(slots), times);
  crowd(paceOn(slots), times);
  for (const wayMs of [2, 150, 5, 400, 2, 80]) {
    slots.wayMs = wayMs;
    await pass(5);
  }
  expect(busiestSecond(times)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
  expect(times.length).toBeGreaterThan(30 * 20);
});

test.each(["away", "silent"] as const)(
  "where nobody keeps the slots (%s) each process goes on, slowly",
  async (state) => {
    const [slots, times] = [slotsElsewhere(), [] as number[]];
    for (let process = 0; process < 8; process += 1) {
      crowd(paceOn(slots), times);
    }
    await pass(5);
    slots.state = state;
    await pass(10);
    expect(busiestSecond(times)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
    const during = times.length;
    await pass(10);
    expect(times.length - during).toBeGreaterThan(10 * 8);
    expect(times.length - during).toBeLessThanOrEqual(10 * 8 * 2 + 8);
  },
);

test("when the slots are kept again, all go on together", async () => {
  const [slots, times] = [slotsElsewhere(), [] as number[]];
  crowd(paceOn(slots), times);
  crowd(paceOn(slots), times);
  slots.state = "away";
  await pass(5);
  slots.state = "there";
  await pass(2);
  const before = times.length;
  await pass(5);
  expect(times.length - before).toBeGreaterThan(5 * 41);
  expect(busiestSecond(times)).toBeLessThanOrEqual(MOST_IN_A_SECOND);
});

test("while Discord takes nothing nobody goes, in no process that books after that", async () => {
  const [slots, times] = [slotsElsewhere(), [] as number[]];
  const [told, other] = [paceOn(slots), paceOn(slots)];
  crowd(told, times);
  await pass(2);
  told.hold(5 * SECOND_MS);
  await pass(1);
  const before = times.length;
  crowd(other, times);
  await pass(3.9);
  expect(times).toHaveLength(before);
  await pass(3);
  expect(times.length - before).toBeGreaterThan(2 * 40);
});

test("who gives up goes at once, and leaves the turn to the next", async () => {
  const [slots, signal] = [slotsElsewhere(), AbortSignal.abort()];
  slots.state = "silent";
  const pace = paceOn(slots);
  await pace.turn({ signal });
  const giving = new AbortController();
  const turn = pace.turn({ signal: giving.signal });
  giving.abort();
  await turn;
  expect(slots.orders).toHaveLength(1);
});
