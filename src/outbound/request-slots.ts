import type { Database } from "../database/index.ts";
import type { RequestSlots } from "../delivery/index.ts";
import { invariant } from "../kernel/index.ts";
import { bookRequestSlots } from "./sql/request-slots.ts";

/** Slots that all processes on one database share, by its clock. */
export function createRequestSlots(database: Database): RequestSlots {
  return {
    book: async ({ count, stepMs, earliestInMs }) => {
      const [booked] = await database.run(bookRequestSlots, [count * stepMs, earliestInMs]);
      invariant(booked !== undefined, "a booking gives its slots");
      return booked;
    },
  };
}
