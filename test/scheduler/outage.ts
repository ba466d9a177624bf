import { type Database, DatabaseUnavailableError, type TimeSource } from "../../src/database/index.ts";

/** The time source of a database whose own clock rules. */
export function databaseClockOf(): TimeSource {
  return { now: () => Promise.resolve(null) };
}

/** A database that can be taken away. */
export interface Outage {
  readonly database: Database;
  begin(): void;
  end(): void;
  /** Resolves when so many requests were refused since `begin()`. */
  refused(times: number): Promise<void>;
}

export function withOutage(database: Database): Outage {
  let away = false;
  let count = 0;
  let waiting: { readonly times: number; readonly resolve: () => void } | null = null;

  function assertThere(): void {
    if (away) {
      count += 1;
      if (waiting !== null && count >= waiting.times) {
        waiting.resolve();
      }
      throw new DatabaseUnavailableError("ECONNREFUSED", null);
    }
  }

  return {
    database: {
      ...database,
      get timeSource() {
        return database.timeSource;
      },
      run: async (statement, parameters) => {
        assertThere();
        return database.run(statement, parameters);
      },
      transaction: async (work) => {
        assertThere();
        return database.transaction(work);
      },
    },
    begin: () => {
      away = true;
      count = 0;
    },
    end: () => {
      away = false;
    },
    refused: (times) =>
      new Promise((resolve) => {
        waiting = { times, resolve };
      }),
  };
}
