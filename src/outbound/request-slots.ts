import type { Database } from "../database/index.ts";
import type { RequestSlots } from "../delivery/index.ts";
import { invariant, RekindleError } from "../kernel/index.ts";
import { bookRequestSlots, keepSlotsElsewhere } from "./sql/request-slots.ts";

/** Others book their slots on a server that this process cannot reach. */
export class SlotsKeptElsewhereError extends RekindleError {
  readonly code = "SLOTS_KEPT_ELSEWHERE";

  constructor() {
    super("other processes of this bot share their requests on a server that this one cannot reach");
  }
}

/** Slots that all processes on one database share, by its clock. Books none while they are kept elsewhere: SlotsKeptElsewhereError. */
export interface DatabaseSlots extends RequestSlots {
  /** Slots are booked elsewhere for so long, and none here. Says for how long those that were booked here last. */
  keepElsewhere(forMs: number): Promise<{ readonly busyForMs: number }>;
}

/** The slots of a database. */
export function createRequestSlots(database: Database): DatabaseSlots {
  return {
    book: async ({ count, stepMs, earliestInMs }) => {
      const [booked] = await database.run(bookRequestSlots, [count * stepMs, earliestInMs]);
      if (booked === undefined) {
        throw new SlotsKeptElsewhereError();
      }
      return booked;
    },
    keepElsewhere: async (forMs) => {
      const [kept] = await database.run(keepSlotsElsewhere, [forMs]);
      invariant(kept !== undefined, "there is always one row");
      return kept;
    },
  };
}
