import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { loadMigrations } from "../index.ts";

async function folderWith(files: Readonly<Record<string, string>>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return pathToFileURL(folder);
}

test("reads a folder in the order of its numbers", async () => {
  const folder = await folderWith({
    "002-b.sql": "-- breaking: drops a\nselect 2;",
    "001-a.sql": "-- makes a\nselect 1;",
    "README.md": "no migration",
  });
  expect(await loadMigrations(folder)).toEqual([
    { number: 1, name: "a", sql: "-- makes a\nselect 1;", breaking: false },
    { number: 2, name: "b", sql: "-- breaking: drops a\nselect 2;", breaking: true },
  ]);
});

test.each([
  ["a gap", { "001-a.sql": "-- a", "003-c.sql": "-- c" }, "003-c.sql"],
  ["a number twice", { "001-a.sql": "-- a", "001-b.sql": "-- b" }, "001-b.sql"],
  ["a start that is not 1", { "000-a.sql": "-- a" }, "000-a.sql"],
  ["another name", { "001_A.sql": "-- a" }, "001_A.sql"],
  ["a file that does not explain itself", { "001-a.sql": "select 1;" }, "001-a.sql"],
])("refuses %s and names the file", async (_what, files, file) => {
  await expect(loadMigrations(await folderWith(files))).rejects.toMatchObject({
    code: "MIGRATION_FILES_INVALID",
    file,
  });
});
