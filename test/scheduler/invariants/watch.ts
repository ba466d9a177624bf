import type { Database } from "../../../src/database/index.ts";
import { FIND_DOUBLE_KEYS } from "./audit.ts";
import type { Breach } from "./evidence.ts";
import { letPass } from "./pace.ts";

const EVERY_MS = 200;

/** Asks the table again and again for what must never be, while everything is going on. */
export function startWatch(database: Database): { stop(): Promise<readonly Breach[]> } {
  const stopping = new AbortController();

  async function look(): Promise<readonly Breach[]> {
    try {
      const rows = await database.run(FIND_DOUBLE_KEYS);
      return rows.map(({ subject, jobs }) => ({ rule: "at most one job of a key waits", subject, words: jobs }));
    } catch {
      return []; // the database is away
    }
  }

  async function watch(): Promise<readonly Breach[]> {
    const seen: Breach[] = [];
    while (!stopping.signal.aborted) {
      seen.push(...(await look()));
      await letPass(EVERY_MS, stopping.signal);
    }
    return seen;
  }

  const watching = watch();
  return {
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}
