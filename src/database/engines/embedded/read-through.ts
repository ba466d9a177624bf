import type { PGlite } from "@electric-sql/pglite";

import { READ_EVERY_TABLE } from "./sql/read-every-table.ts";

/** Reads every page of every table. @throws where one of them is not what was written: each page carries a checksum. */
export async function readThrough(pglite: PGlite): Promise<void> {
  await pglite.exec(READ_EVERY_TABLE);
}
