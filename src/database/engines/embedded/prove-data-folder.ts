/**
 * A program: opens the PostgreSQL data directory that is given to it, reads every row in it, and closes it cleanly. Ends with another
 * code than 0 where that cannot be done.
 */
import { invariant } from "../../../kernel/index.ts";
import { readThrough } from "./read-through.ts";
import { startPGlite } from "./start-pglite.ts";

const folder = process.argv[2];
invariant(folder !== undefined, "the folder to prove is missing");
const pglite = await startPGlite({ dataDir: folder });
await readThrough(pglite);
await pglite.close();
