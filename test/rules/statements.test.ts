import { readdir, readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { checkStatements, collectStatements, describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { migrateAll } from "../../src/main/prepare-database.ts";
import { allMigrations } from "../product-database.ts";

/** Every statement of the program: PostgreSQL takes it, and it returns what its row type says. */

const SOURCES = new URL("../../src/", import.meta.url);
const STATEMENT_FILE = /(^|\/)sql\/[^/]+(?<!\.test)\.ts$/;

async function sourceFiles(): Promise<readonly string[]> {
  const files = await readdir(SOURCES, { recursive: true });
  return files.map((file) => file.replaceAll("\\", "/")).filter((file) => file.endsWith(".ts"));
}

const modules = await Promise.all(
  (await sourceFiles())
    .filter((file) => STATEMENT_FILE.test(file))
    .map((file) => import(new URL(file, SOURCES).href) as Promise<object>),
);

test("every statement can be prepared on the whole schema, returns the columns that it names, and has a name of its own", async () => {
  expect(collectStatements(modules).length).toBeGreaterThan(80);
  expect(await checkStatements({ modules, migrations: await allMigrations() })).toEqual([]);
});

test("there are no statements outside of the folders called sql", async () => {
  const others = (await sourceFiles()).filter(
    (file) =>
      !STATEMENT_FILE.test(file) && !/\.(test|conformance)\.ts$|(^|\/)testing\/|^database\/statement\.ts$/.test(file),
  );
  const texts = await Promise.all(others.map((file) => readFile(new URL(file, SOURCES), "utf8")));
  expect(others.filter((_, index) => /\bstatement[<(]/.test(texts[index] ?? ""))).toEqual([]);
});

describeOnServer("statements", (create) => {
  test("can be prepared by this version of PostgreSQL, too", async () => {
    const database = await openServerDatabase({ url: await create(), logger: silentLogger });
    try {
      await migrateAll(database, silentLogger);
      // PREPARE takes queries only; what maintains a table is prepared by the embedded database alone, above.
      const queries = collectStatements(modules).filter(({ text }) => !/^\s*vacuum\b/.test(text));
      for (const { name, text } of queries) {
        const prepared = database.transaction(async (transaction) => {
          await transaction.script(`prepare checked as ${text}`);
          await transaction.script("deallocate checked");
        });
        await expect(prepared, name).resolves.toBeUndefined();
      }
    } finally {
      await database.close();
    }
  });
});
