import type { Database, TimeSource } from "../../../database/index.ts";
import { advanceSandboxClock, readSandboxClock } from "./sql/sandbox-clock.ts";

/** The sandbox's time: the database's, plus an offset that is stored in it. It runs like any clock, and never back. */
export const sandboxTime: TimeSource = {
  now: async (queryable) => (await queryable.run(readSandboxClock))[0]?.now ?? null,
};

/** Sets the clock on to `moment`; does nothing where that has passed. */
export async function advanceSandboxTime(database: Database, moment: Date): Promise<Date> {
  const [row] = await database.run(advanceSandboxClock, [moment]);
  return row?.now ?? moment;
}
