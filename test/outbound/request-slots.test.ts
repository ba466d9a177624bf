import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { BookedSlots } from "../../src/delivery/index.ts";
import { createRequestSlots } from "../../src/outbound/index.ts";
import { openProductDatabase, query } from "../product-database.ts";

const ORDER = { count: 5, stepMs: 20, earliestInMs: 0 };
/** The database's time has no more than microseconds. */
const EXACT = 2;

describeOnEachDatabase("the slots for requests", (open) => {
  test("lie one behind the other, whoever books", async () => {
    const database = await openProductDatabase(open);
    const keepers = [createRequestSlots(database), createRequestSlots(database)];
    const booked = await Promise.all(
      Array.from({ length: 20 }).flatMap(() => keepers.map((slots) => slots.book(ORDER))),
    );
    const starts = booked.map(({ firstAtMs }) => firstAtMs).toSorted((one, other) => one - other);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeCloseTo(100, EXACT);
  });

  test("are not earlier than they are wanted, and those that nobody took are lost", async () => {
    const slots = createRequestSlots(await openProductDatabase(open));
    const inMs = ({ firstAtMs, nowMs }: BookedSlots): number => firstAtMs - nowMs;
    expect(inMs(await slots.book({ ...ORDER, earliestInMs: -1000 }))).toBeCloseTo(-1000, -1);
    expect(inMs(await slots.book({ ...ORDER, earliestInMs: -60 }))).toBeGreaterThan(-70);
    expect(inMs(await slots.book({ ...ORDER, earliestInMs: 5000 }))).toBeCloseTo(5000, -1);
    expect(inMs(await slots.book(ORDER))).toBeGreaterThan(4000);
  });

  test("are not waited for where the database's clock was put back", async () => {
    const database = await openProductDatabase(open);
    const slots = createRequestSlots(database);
    await slots.book(ORDER);
    await database.run(query([], "update request_slots set next_at = next_at + interval '1 hour'"));
    const { firstAtMs, nowMs } = await slots.book(ORDER);
    expect(firstAtMs - nowMs).toBeLessThan(1000);
  });
});
