import type { PGlite } from "@electric-sql/pglite";

import { type Logger, MINUTE_MS, toError } from "../../../kernel/index.ts";
import { FIND_NEGLECTED_TABLES, MEASURE_LOG } from "./sql/neglected-tables.ts";

const PAUSE_MS = MINUTE_MS;
/** A checkpoint took less than 100 ms after far more than this; a start after a crash reads at most this much again. */
const LOG_BYTES = 16 * 1024 * 1024;

/**
 * Does what a server's background processes do: vacuum, analyze, checkpoints. Without checkpoints the write-ahead log grows for
 * as long as the process runs, and without vacuum every table that is updated does.
 *
 * @returns how to end it.
 */
export function startUpkeep(pglite: PGlite, logger: Logger): () => void {
  const timer = setInterval(() => {
    void upkeepLogged(pglite, logger);
  }, PAUSE_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

async function upkeepLogged(pglite: PGlite, logger: Logger): Promise<void> {
  try {
    await doUpkeep(pglite);
  } catch (thrown) {
    if (pglite.ready) {
      logger.warn({ error: toError(thrown).message }, "the upkeep of the embedded database failed");
    }
  }
}

/** One round. Each step is a statement of its own, so that others get their turn in between. */
export async function doUpkeep(pglite: PGlite): Promise<void> {
  await pglite.query("select pg_stat_force_next_flush()"); // what the last second did would not be counted yet
  const tables = await pglite.query<{ table: string; vacuum: boolean }>(FIND_NEGLECTED_TABLES.text);
  for (const { table, vacuum } of tables.rows) {
    await pglite.exec(vacuum ? `vacuum (analyze) ${table}` : `analyze ${table}`);
  }
  const log = await pglite.query<{ bytes: number }>(MEASURE_LOG.text);
  if ((log.rows[0]?.bytes ?? 0) > LOG_BYTES) {
    await pglite.exec("checkpoint");
  }
}
