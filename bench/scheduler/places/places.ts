import type { Contender } from "../contender.ts";
import { embeddedPlaces } from "./embedded-places.ts";
import { postgresqlPlaces } from "./postgresql-places.ts";
import { redisPlaces } from "./redis-places.ts";

/** Where one contender is measured. */
export interface Places {
  /** A store with the contender's tables and nothing else in it. */
  fresh(): Promise<Place>;
  close(): Promise<void>;
}

export interface Place {
  readonly address: string;
  /** After it was filled: what the store would do about that in its own time is done now, not while something is timed. */
  vacuum(): Promise<void>;
  /** So that none happens while something is timed. */
  checkpoint(): Promise<void>;
  remove(): Promise<void>;
}

/** @param serverUrl - any database of the PostgreSQL server; ours are made beside it */
export function placesFor(contender: Contender, serverUrl: string): Promise<Places> {
  switch (contender.store) {
    case "postgresql":
      return postgresqlPlaces(contender, serverUrl);
    case "redis-everysec":
      return redisPlaces("everysec");
    case "redis-always":
      return redisPlaces("always");
    case "embedded":
      return embeddedPlaces();
  }
}
