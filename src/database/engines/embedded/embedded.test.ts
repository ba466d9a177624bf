import { readFile } from "node:fs/promises";

import { describe, expect, onTestFinished, test } from "vitest";

import { silentLogger } from "../../../kernel/index.ts";
import { openEmbeddedDatabase, statement } from "../../index.ts";
import { checkStatements } from "../../testing/index.ts";
import * as clockModule from "../../sql/read-database-clock.ts";
import * as upkeepStatements from "./sql/neglected-tables.ts";
import { cacheDataImage, readCachedDataImage } from "./data-image.ts";
import { EMBEDDED_MAJOR_VERSION, startPGlite } from "./start-pglite.ts";
import { doUpkeep } from "./upkeep.ts";

describe("the embedded engine (embedded)", () => {
  test("has the version that data folders are checked against", async () => {
    const database = await openEmbeddedDatabase({ folder: null, logger: silentLogger });
    onTestFinished(() => database.close());
    const [row] = await database.run(
      statement<{ version: string }>(
        "read-version",
        ["version"],
        "select current_setting('server_version') as version",
      ),
    );
    expect(row?.version.split(".")[0]).toBe(EMBEDDED_MAJOR_VERSION);
  });

  test("a burst of statements lets everything else in the process have its turn", async () => {
    const database = await openEmbeddedDatabase({ folder: null, logger: silentLogger });
    onTestFinished(() => database.close());
    let ended = 0;
    const one = statement<{ one: number }>("read-one", ["one"], "select 1 as one");
    const burst = Array.from({ length: 1000 }, () => database.run(one).then(() => (ended += 1)));
    await readFile(import.meta.filename);
    expect(ended).toBeLessThan(1000);
    await Promise.all(burst);
  });

  test("its own statements fit", async () => {
    expect(await checkStatements({ modules: [upkeepStatements, clockModule], migrations: [] })).toEqual([]);
  });

  test(
    "upkeep clears dead rows, gathers statistics and shortens the log, and leaves alone what needs nothing",
    { timeout: 120_000 },
    async () => {
      const pglite = await startPGlite({ loadDataDir: (await readCachedDataImage()) ?? (await cacheDataImage()) });
      onTestFinished(() => pglite.close());
      await pglite.exec(
        `create table "Odd name" as select id, repeat('x', 500) as filler from generate_series(1, 20000) as id`,
      );
      await pglite.exec(`update "Odd name" set filler = repeat('y', 500)`);
      const state = async () => {
        await pglite.query("select pg_stat_force_next_flush()");
        const { rows } = await pglite.query<object>(
          `select n_dead_tup > 0 as dead, last_vacuum is not null as vacuumed, pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > 1e6 as log
         from pg_stat_user_tables, pg_control_checkpoint()`,
        );
        return rows[0];
      };
      expect(await state()).toEqual({ dead: true, vacuumed: false, log: true });
      await doUpkeep(pglite);
      expect(await state()).toEqual({ dead: false, vacuumed: true, log: false });
      expect((await pglite.query(upkeepStatements.FIND_NEGLECTED_TABLES.text)).rows).toEqual([]);
    },
  );
});
