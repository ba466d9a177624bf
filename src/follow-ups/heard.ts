import type { Database } from "../database/index.ts";
import type { PersonId, Place } from "../vocabulary/index.ts";
import { selectHeardUntil, selectKnownServers, selectTalkPlaces, upsertHeardUntil } from "./sql/heard.ts";

/** What all processes know together of what they heard from the chat platform, kept in the database. In real time. */
export interface HeardRecord {
  until(listener: string): Promise<Date | null>;
  note(listener: string): Promise<void>;
  talkPlaces(limit: number): Promise<readonly ({ readonly place: Place } | { readonly directChatWith: PersonId })[]>;
  servers(): Promise<readonly string[]>;
}

/** The record on a database whose product schema is there. */
export function createHeardRecord(database: Database): HeardRecord {
  return {
    until: async (listener) => (await database.run(selectHeardUntil, [listener]))[0]?.heardAt ?? null,
    note: async (listener) => {
      await database.run(upsertHeardUntil, [listener]);
    },
    talkPlaces: async (limit) =>
      (await database.run(selectTalkPlaces, [limit])).map(({ place, personId }) =>
        place === null ? { directChatWith: personId } : { place },
      ),
    servers: async () => (await database.run(selectKnownServers)).map(({ serverId }) => serverId),
  };
}
