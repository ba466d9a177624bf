import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";

import { openServerDatabase, statement } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { migrateAll } from "../../src/main/prepare-database.ts";
import { liveThroughScheduler } from "../database/scheduler-life.ts";
import { attempt } from "../attacks/process.ts";
import { startProgram } from "../program.ts";

const OPERATIONS = new URL("../../docs/operations.md", import.meta.url);

/** The statements that the operator is told to run, for this role. */
async function grantsOfTheDocument(role: string): Promise<string> {
  const [, sql] = /```sql\n([^`]*grant[^`]*)```/.exec(await readFile(OPERATIONS, "utf8")) ?? [];
  return (sql ?? "").replaceAll("rekindle_bot", role);
}

const SERVER = process.env["DATABASE_URL"] ?? "";

describeOnServer("a role that may read and write rows, and nothing else", (create) => {
  /** A migrated database, as an administrator leaves it, and the URL with which the role comes in. */
  async function prepare(): Promise<string> {
    const url = await create();
    const administrator = new Client({ connectionString: url });
    await administrator.connect();
    const role = `rekindle_test_${randomUUID().replaceAll("-", "")}`;
    onTestFinished(async () => {
      await administrator.query(`drop owned by ${role}; drop role ${role}`);
      await administrator.end();
    });
    await administrator.query(
      `create role ${role} login password 'none'; revoke create on schema public from public`, // as PostgreSQL has it from 15 on
    );
    const database = await openServerDatabase({ url, logger: silentLogger });
    await migrateAll(database, silentLogger);
    await database.close();
    await administrator.query(await grantsOfTheDocument(role));
    const own = new URL(url);
    [own.username, own.password] = [role, "none"];
    return own.href;
  }

  test("is enough for all that a scheduler does", async () => {
    const database = await openServerDatabase({ url: await prepare(), logger: silentLogger });
    onTestFinished(() => database.close());
    const attempted = database.transaction((transaction) => transaction.script("create table mine ()"));
    await expect(attempted).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "42501" });
    await migrateAll(database, silentLogger);
    expect(await liveThroughScheduler(database)).toBe(3);
    const [row] = await database.run(statement<{ name: string }>("read-user", ["name"], "select current_user as name"));
    expect(row?.name).toMatch(/^rekindle_test_/);
  });

  test("is what rekindle doctor looks at", { timeout: 60_000 }, async () => {
    const url = await prepare();
    const doctor = () => attempt({ DATABASE_URL: url }, { words: ["doctor"] });
    expect((await doctor()).stdout).toMatch(/✓ Database: the role rekindle_test_\w+ may read and write its rows/);

    const owner = new Client({ connectionString: url.replace(/\/\/[^@]*@/, `//${new URL(SERVER).username}@`) });
    await owner.connect();
    const role = new URL(url).username;
    await owner.query(
      `revoke insert, delete on people from ${role}; revoke usage on sequence consents_sequence_seq from ${role}`,
    );
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Database: the role \w+ lacks usage on consents_sequence_seq; delete, insert on people\./);

    await owner.query("delete from rekindle_migrations where number = (select max(number) from rekindle_migrations)");
    expect((await doctor()).stdout).toMatch(/✗ Database: .* migrations are missing, and the role may not make tables/);
    await owner.end();
  });

  test("is enough for the whole program", { timeout: 60_000 }, async () => {
    const program = await startProgram({ environment: { DATABASE_URL: await prepare() } });
    onTestFinished(() => program.stop());
    await program.say("nora", "dm", "I have a job interview on Friday");
    expect(await program.messages("nora", "dm")).not.toEqual([]);
    await program.wind(72);
    await program.panel("nora");
  });
});
