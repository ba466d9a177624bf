import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { type Database, listDatabaseCopies, openEmbeddedDatabase, restoreCopy } from "../../src/database/index.ts";
import { type LogFields, silentLogger } from "../../src/kernel/index.ts";
import { temporaryFolder } from "../attacks/process.ts";
import { query, values } from "../product-database.ts";

const ADD = query([], "insert into kept values ($1)");
const TEN_OLD_DAYS = Array.from({ length: 10 }, (_, day) => `2025-03-${String(day + 10)}T04-00-00.000Z`);

async function newBed() {
  const parent = await temporaryFolder();
  const [folder, copiesFolder] = [join(parent, "live"), join(parent, "copies")];
  const warnings: LogFields[] = [];
  const open = (): Promise<Database> =>
    openEmbeddedDatabase({
      folder,
      copiesFolder,
      makesCopies: true,
      logger: { ...silentLogger, warn: (fields) => void warnings.push(fields) },
    });
  /** Opens it, adds a number, closes it, which makes a copy. */
  const add = async (number: number): Promise<void> => {
    const database = await open();
    await database.transaction((transaction) => transaction.script("create table if not exists kept (number integer)"));
    await database.run(ADD, [number]);
    await database.close();
  };
  const read = async (): Promise<readonly number[]> => {
    const database = await openEmbeddedDatabase({ folder, copiesFolder, logger: silentLogger });
    try {
      return await values<number>(database, "select number as value from kept order by number");
    } finally {
      await database.close();
    }
  };
  const copies = async () => (await listDatabaseCopies(copiesFolder)).map(({ name }) => name);
  const restore = (copy: string) => restoreCopy({ folder, copiesFolder, copy, prepare: () => Promise.resolve() });
  return { folder, copiesFolder, warnings, open, add, read, copies, restore };
}

describe("copies of an embedded database (embedded)", { timeout: 60_000 }, () => {
  test("closing makes one; only the newest of a day stays, and those of the last seven days that have one", async () => {
    const { copiesFolder, add, copies, warnings } = await newBed();
    await add(1);
    const [first = ""] = await copies();
    for (const name of TEN_OLD_DAYS) {
      await mkdir(join(copiesFolder, name));
    }
    await mkdir(join(copiesFolder, "my own notes"));
    await mkdir(join(copiesFolder, "copy.unfinished-of-a-killed-process"));
    await add(2);
    const [second = "", ...older] = await copies();
    expect(second > first).toBe(true);
    expect(older).toEqual(TEN_OLD_DAYS.slice(-6).toReversed());
    expect(await readdir(copiesFolder)).toHaveLength(8);
    expect(await readdir(copiesFolder)).toContain("my own notes");
    expect(warnings).toEqual([]);
  });

  test("going back to one sets the present data aside, whole, from where it can be taken again", async () => {
    const { folder, add, read, copies, restore, open } = await newBed();
    await add(1);
    const [copy = ""] = await copies();
    const database = await open();
    await database.run(ADD, [2]);
    await expect(restore(copy)).rejects.toMatchObject({ code: "DATABASE_FOLDER_IN_USE" });
    await database.close();

    const kept = (await copies())[0] ?? "";
    const { setAsideAs } = await restore(kept);
    const aside = (setAsideAs ?? "").slice(folder.length + 1);
    expect(aside).toMatch(/^postgres\.replaced-\d{4}-/);
    await restore(aside);
    expect(await read()).toEqual([1, 2]);
  });

  test("one that does not open, or is not there, is refused, and nothing changes", async () => {
    const { folder, copiesFolder, add, read, copies, restore } = await newBed();
    await add(1);
    const [copy = ""] = await copies();
    await writeFile(join(copiesFolder, copy, "global", "pg_control"), "");
    await expect(restore(copy)).rejects.toMatchObject({ code: "DATABASE_COPY_DAMAGED" });
    await expect(restore("../live/postgres")).rejects.toMatchObject({ code: "DATABASE_COPY_NOT_FOUND" });
    expect((await readdir(folder)).sort()).toEqual(["lock", "postgres"]);
    expect(await read()).toEqual([1]);
  });

  test("one that cannot be made is a warning with a code, and the database closes well", async () => {
    const { copiesFolder, add, read, warnings } = await newBed();
    await writeFile(copiesFolder, "not a folder");
    await add(1);
    expect(warnings).toMatchObject([{ code: "DATABASE_COPY_FAILED" }]);
    await rm(copiesFolder);
    expect(await read()).toEqual([1]);
  });

  test("a damaged page is found when the copy is made, and the copies before it stay", async () => {
    const { folder, add, copies, warnings, open } = await newBed();
    await add(1);
    const before = await copies();
    const database = await open();
    const [path = ""] = await values<string>(database, "select pg_relation_filepath('kept') as value");
    await database.close();
    const today = await copies();
    const file = join(folder, "postgres", path);
    const bytes = await readFile(file);
    bytes.fill(0x5a, 8000, 8150);
    await writeFile(file, bytes);
    await (await open()).close();
    expect(await copies()).toEqual(today);
    expect(today).toHaveLength(before.length);
    expect(warnings).toMatchObject([{ code: "DATABASE_COPY_FAILED" }]);
  });
});

describe("an embedded database that does not start any more (embedded)", { timeout: 60_000 }, () => {
  test("is set aside, and nothing is begun anew beside it before somebody decides", async () => {
    const { folder, add, read, copies, restore, open } = await newBed();
    await add(1);
    const control = join(folder, "postgres", "global", "pg_control");
    await writeFile(control, "");
    await expect(open()).rejects.toMatchObject({ code: "DATABASE_FOLDER_DAMAGED" });
    const [aside = ""] = (await readdir(folder)).filter((name) => name.startsWith("postgres"));
    expect(aside).toMatch(/^postgres\.damaged-\d{4}-/);
    const [copy = ""] = await copies();
    const refused = open();
    await expect(refused).rejects.toMatchObject({ code: "DATABASE_TO_BE_RESTORED" });
    await expect(refused).rejects.toThrow(`rekindle restore ${copy}`);
    expect(await readdir(folder)).not.toContain("postgres");
    await restore(copy);
    expect(await read()).toEqual([1]);
    expect(await readdir(folder)).toContain(aside);
  });

  test("is begun anew where there is neither a copy nor anything set aside any more", async () => {
    const { folder, copiesFolder, add, open } = await newBed();
    await add(1);
    await rm(join(folder, "postgres"), { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: "DATABASE_TO_BE_RESTORED" });
    await rename(copiesFolder, `${copiesFolder}-elsewhere`);
    const database = await open();
    expect(await values(database, "select to_regclass('kept')::text as value")).toEqual([null]);
    await database.close();
  });
});

describe("a restore that was killed between two of its steps (embedded)", { timeout: 60_000 }, () => {
  test.each(["before the present data was set aside", "after it"])(
    "%s, is finished by the next start",
    async (moment) => {
      const { folder, copiesFolder, add, read, copies } = await newBed();
      await add(1);
      const [copy = ""] = await copies();
      await rename(join(copiesFolder, copy), join(folder, "postgres.restored"));
      if (moment === "after it") {
        await rename(join(folder, "postgres"), join(folder, "postgres.replaced-2026-11-24T10-00-00.000Z"));
      }
      expect(await read()).toEqual([1]);
      expect((await readdir(folder)).filter((name) => name.startsWith("postgres.replaced-"))).toHaveLength(1);
    },
  );
});
