import { beforeAll } from "vitest";

import type { Database, Transaction } from "../../src/database/index.ts";
import type { OpenDatabase } from "../../src/database/testing/index.ts";
import { systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { type ConsentRecord, recordConsent } from "../../src/privacy/index.ts";
import { personId, type Place } from "../../src/vocabulary/index.ts";
import { openProductDatabase } from "../product-database.ts";

export const DM: Place = { platform: "discord", kind: "dm", channelId: "100", serverId: null };
export const CHANNEL: Place = { platform: "discord", kind: "public_channel", channelId: "200", serverId: "300" };
export const THEN = new Date("2030-03-01T12:00:00Z");

/** Somebody new, in a suite whose tests share a database. */
export const somebody = personId;

const ids = timeOrderedIds(systemClock, systemRandom);

/** What a person decided, in their direct chat and by a button unless it says otherwise. */
export function decision(person: string, changes: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    personId: personId(person),
    decision: "granted",
    mechanism: "button",
    textVersion: "follow-ups/en/1",
    language: "en",
    place: DM,
    decidedAt: THEN,
    ...changes,
  };
}

/** Puts decisions on record, one after the other. */
export async function decide(transaction: Transaction, ...records: readonly ConsentRecord[]): Promise<void> {
  for (const record of records) {
    await recordConsent(transaction, ids, record);
  }
}

/** One database for a suite, opened before its first test. */
export function useProductDatabase(open: OpenDatabase, before = ""): () => Database {
  let opened: Database | undefined;
  beforeAll(async () => {
    opened = await openProductDatabase(open, before);
  });
  return () => {
    if (opened === undefined) {
      throw new Error("the database is opened before the first test");
    }
    return opened;
  };
}
