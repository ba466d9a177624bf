import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { type Database, openEmbeddedDatabase, statement } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { killWriters } from "./kill-writers.ts";
import { startWriter } from "./writer-process.ts";

async function newFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "rekindle-embedded-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return join(parent, "deep", "data");
}

function open(folder: string): Promise<Database> {
  return openEmbeddedDatabase({ folder, logger: silentLogger });
}

describe("a data folder (embedded)", () => {
  // The long form is `test/soak/embedded-kills.test.ts`.
  test(
    "every acknowledged row of the embedded database survives a kill, and the next",
    { timeout: 120_000 },
    async () => {
      expect(await killWriters({ folder: await newFolder(), kills: 3, seed: 20_261_124 })).toEqual({
        lost: [],
        byHalf: 0,
      });
    },
  );

  test(
    "a second process is refused while the first one lives, and welcome when it is dead",
    { timeout: 60_000 },
    async () => {
      const folder = await newFolder();
      const first = startWriter(folder);
      expect(await first.firstLine).toBe("open");
      const second = startWriter(folder);
      expect(await second.firstLine).toBe("DATABASE_FOLDER_IN_USE");
      await expect(open(folder)).rejects.toMatchObject({ code: "DATABASE_FOLDER_IN_USE" });
      await first.acknowledged(1);
      await Promise.all([first.kill(), second.kill()]);
      const database = await open(folder);
      await expect(open(join(folder, "..", "data"))).rejects.toMatchObject({ code: "DATABASE_FOLDER_IN_USE" }); // the same one, spelled in another way
      await database.close();
    },
  );

  test("of several processes that start at once on a new folder exactly one gets it", { timeout: 60_000 }, async () => {
    const folder = await newFolder();
    const writers = [1, 2, 3].map(() => startWriter(folder));
    const lines = await Promise.all(writers.map((writer) => writer.firstLine));
    expect(lines.sort()).toEqual(["DATABASE_FOLDER_IN_USE", "DATABASE_FOLDER_IN_USE", "open"]);
    await Promise.all(writers.map((writer) => writer.kill()));
  });

  test("a first start that is killed half way does no harm to the next", { timeout: 60_000 }, async () => {
    const folder = await newFolder();
    const writer = startWriter(folder);
    await expect.poll(() => readdir(folder).catch(() => []), { interval: 2, timeout: 30_000 }).toContain("lock");
    await writer.kill();
    const database = await open(folder);
    await database.close();
    expect((await readdir(folder)).sort()).toEqual(["lock", "postgres"]);
  });

  test("closing the embedded database gives the folder back with all that was in it", async () => {
    const folder = await newFolder();
    const first = await open(folder);
    await first.transaction((transaction) => transaction.script("create table kept as select 7 as number"));
    await first.close();
    const second = await open(folder);
    expect(await second.run(statement<{ number: number }>("read-kept", ["number"], "select number from kept"))).toEqual(
      [{ number: 7 }],
    );
    await second.close();
  });

  test("a folder that cannot be made is told in one line, with the system's reason", async () => {
    const folder = await newFolder();
    const file = join(folder, "..", "..", "file");
    await writeFile(file, "");
    const attempt = open(join(file, "data"));
    await expect(attempt).rejects.toMatchObject({ code: "DATABASE_FOLDER_NOT_WRITABLE", reason: "ENOTDIR" });
    await expect(attempt).rejects.toThrow(/^the data folder .*file\/data cannot be written \(ENOTDIR\)$/);
  });

  test("a folder of another PostgreSQL version is refused and stays as it is", { timeout: 60_000 }, async () => {
    const folder = await newFolder();
    await (await open(folder)).close();
    const versionFile = join(folder, "postgres", "PG_VERSION");
    const version = await readFile(versionFile, "utf8");
    await writeFile(versionFile, "17\n");
    await expect(open(folder)).rejects.toMatchObject({ code: "DATABASE_FOLDER_VERSION", found: "17" });
    await writeFile(versionFile, version);
    await (await open(folder)).close(); // the lock was given back
  });
});
