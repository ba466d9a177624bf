import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { openEmbeddedDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { values } from "../product-database.ts";
import { launch, temporaryFolder } from "../attacks/process.ts";

const WRITER = fileURLToPath(new URL("./full-disk/writer.ts", import.meta.url));

test(
  "a log that cannot grow refuses what is written with a code, blocks nobody, and loses nothing of what it had accepted",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const { ended } = launch({ program: WRITER, words: [folder], environment: {} });
    const { stdout, stderr } = await ended;
    expect(stderr).toBe("");
    const [, accepted] = /^accepted (\d+), refused [A-Z_]+( DATABASE_UNAVAILABLE){3}\n$/.exec(stdout) ?? [];

    await rm(join(folder, "postgres", "pg_wal", "xlogtemp.42"), { recursive: true });
    const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
    expect(await values<number>(database, "select count as value from counter")).toEqual([Number(accepted)]);
    await database.close();
  },
);
