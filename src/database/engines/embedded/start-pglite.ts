import { PGlite, type PGliteOptions } from "@electric-sql/pglite";

import { PARSERS } from "../../values.ts";
import { EmbeddedPGlite } from "./embedded-pglite.ts";

/** The major version of PostgreSQL that the installed PGlite embeds; a test holds it against what the database says. */
export const EMBEDDED_MAJOR_VERSION = "18";

const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  // The default of 128 MB would be touched bit by bit and then stay resident; a bot's tables are far smaller than this.
  ...["-c", "shared_buffers=16MB"],
  // Its timer, though nobody sees what it logs, would keep the process alive for ten seconds after the last work.
  ...["-c", "log_startup_progress_interval=0"],
];

/**
 * A PGlite that hands values over as our server connections do: parameters as text, results by our parsers.
 *
 * @throws whatever PGlite throws.
 */
export async function startPGlite(options: PGliteOptions): Promise<EmbeddedPGlite> {
  const pglite = new EmbeddedPGlite({ ...options, startParams: START_PARAMETERS });
  await pglite.waitReady;
  pglite.watch();
  pglite.serializers = {};
  pglite.parsers = { ...PARSERS };
  return pglite;
}
