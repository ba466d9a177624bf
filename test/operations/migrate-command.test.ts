import { execFile, spawnSync } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { Client } from "pg";
import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { attempt, type Ending, temporaryFolder } from "../attacks/process.ts";
import { allMigrations } from "../product-database.ts";

const HAS_PSQL = spawnSync("psql", ["--version"]).status === 0;

async function migrateCommand(environment: Readonly<Record<string, string>>, ...words: string[]): Promise<Ending> {
  return attempt({ REKINDLE_DATA_DIR: await temporaryFolder(), ...environment }, { words: ["migrate", ...words] });
}

async function onServer<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const COUNT_TABLES = "select count(*)::integer as count from pg_tables where schemaname = 'public'";
const FITS = /^The schema is as Rekindle \S+ needs it\.\n$/;

/** `scheduler 001-jobs` and so on: what an empty database lacks. */
async function everything(): Promise<readonly string[]> {
  return (await allMigrations()).flatMap(({ sequence, migrations }) =>
    migrations.map(({ number, name }) => `${sequence} ${String(number).padStart(3, "0")}-${name}`),
  );
}

test.each([[["--plot"]], [["--print", "--check"]], [["check"]]])(
  "rekindle migrate %s is answered with how it is used, and does nothing",
  async (words) => {
    const { code, stdout, stderr } = await migrateCommand({ DATABASE_URL: "postgres://127.0.0.1:1/none" }, ...words);
    expect(stdout).toMatch(/^Usage: rekindle migrate \[--print \| --check\]\n/);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect((await migrateCommand({}, "--help")).code).toBe(0);
  },
);

test("without a server, --print prints everything from zero, and opens nothing", async () => {
  const dataDir = await temporaryFolder();
  const { code, stdout, stderr } = await migrateCommand({ REKINDLE_DATA_DIR: dataDir }, "--print");
  expect(code).toBe(0);
  expect(stderr).toMatch(/^DATABASE_URL is not set/);
  expect([...stdout.matchAll(/^-- (\w+ \d{3}-.*)$/gm)].map(([, title]) => title)).toEqual(await everything());
  expect(await readdir(dataDir)).toEqual([]);
});

test("a server that is not there is told with its code: --print prints everything all the same, --check fails", async () => {
  const away = { DATABASE_URL: "postgres://bot:hunter2@127.0.0.1:1/bot" };
  const printed = await migrateCommand(away, "--print");
  expect(printed.code).toBe(0);
  expect(printed.stderr).toContain("[DATABASE_SERVER_UNREACHABLE]");
  expect(printed.stdout).toContain("-- rekindle 001-instance\n");
  expect(printed.stdout + printed.stderr).not.toContain("hunter2");
  const checked = await migrateCommand(away, "--check");
  expect(checked).toMatchObject({ code: 1, stdout: "" });
  expect(checked.stderr).toMatch(/\[DATABASE_SERVER_UNREACHABLE\]\n$/);
});

test("an embedded database is checked without being made, and migrated when that is what is asked (embedded)", async () => {
  const dataDir = await temporaryFolder();
  const environment = { REKINDLE_DATA_DIR: dataDir };
  const before = await migrateCommand(environment, "--check");
  expect(before.code).toBe(1);
  expect(before.stdout).toContain("rekindle 001-instance");
  expect(await readdir(dataDir)).toEqual([]);
  expect(await migrateCommand(environment)).toMatchObject({ code: 0, stderr: "" });
  expect((await migrateCommand(environment, "--check")).stdout).toMatch(FITS);
});

describeOnServer("rekindle migrate", (create) => {
  test("--check names what is missing and changes nothing; migrate brings it; then there is nothing to do", async () => {
    const environment = { DATABASE_URL: await create() };
    const missing = await migrateCommand(environment, "--check");
    expect(missing).toMatchObject({ code: 1, stderr: "" });
    expect(
      missing.stdout
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(await everything());
    expect(await onServer(environment.DATABASE_URL, COUNT_TABLES)).toEqual([{ count: 0 }]);

    const migrated = await migrateCommand(environment);
    expect(migrated).toMatchObject({ code: 0, stderr: "" });
    expect(migrated.stdout.split("\n").slice(0, -2)).toEqual((await everything()).map((title) => `Applied ${title}`));
    const checked = await migrateCommand(environment, "--check");
    expect(checked.stdout).toMatch(FITS);
    expect(checked).toMatchObject({ code: 0, stderr: "" });
    expect((await migrateCommand(environment)).stdout).toMatch(FITS);
    expect((await migrateCommand(environment, "--print")).stdout).toMatch(/^-- The schema is as Rekindle .*\n$/);
  });

  test.skipIf(!HAS_PSQL)(
    `what --print prints, run by psql, is all that is needed${HAS_PSQL ? "" : " (skipped: there is no psql here)"}`,
    async () => {
      const url = await create();
      const { stdout } = await migrateCommand({ DATABASE_URL: url }, "--print");
      const file = join(await temporaryFolder(), "missing.sql");
      await writeFile(file, stdout);
      await promisify(execFile)("psql", ["-X", "-q", "-f", file, url]);
      expect((await migrateCommand({ DATABASE_URL: url }, "--check")).stdout).toMatch(FITS);
      const again = await promisify(execFile)("psql", ["-X", "-q", "-f", file, url]).catch((thrown: unknown) => thrown);
      expect(again).toMatchObject({ code: 3 }); // it stops at the first row of the ledger that is there already
      expect((await migrateCommand({ DATABASE_URL: url }, "--check")).stdout).toMatch(FITS);
    },
  );

  test("refuses a schema that a newer version changed in a breaking way", async () => {
    const environment = { DATABASE_URL: await create() };
    await migrateCommand(environment);
    await onServer(
      environment.DATABASE_URL,
      `insert into rekindle_migrations (sequence, number, name, checksum, breaking)
       values ('rekindle', 990, 'from-the-future', repeat('0', 64), true)`,
    );
    for (const words of [["--check"], ["--print"], []]) {
      const { code, stderr } = await migrateCommand(environment, ...words);
      expect(code).toBe(1);
      expect(stderr).toMatch(/\[SCHEMA_TOO_NEW\]\n$/);
    }
  });
});
