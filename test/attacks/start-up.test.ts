import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { openEmbeddedDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { startProgram } from "../program.ts";
import { attempt, type Ending, temporaryFolder } from "./process.ts";

/** The start was refused in one line that ends with the code; nothing was announced, and the process has ended. */
function expectRefusal({ code, signal, stdout, stderr }: Ending, errorCode: string): void {
  expect(stderr.trimEnd().split("\n"), stderr).toHaveLength(1);
  expect(stderr).toMatch(new RegExp(`^Rekindle cannot start: .+ \\[${errorCode}\\]\\n$`));
  expect({ code, signal, stdout }).toEqual({ code: 1, signal: null, stdout: "" });
}

const WRONG: Readonly<Record<string, string>> = {
  JOB_SCHEDULER_ENABLED: "yes",
  FOLLOW_UP_ENABLED: "maybe",
  FOLLOW_UP_DEFAULT_DELAY_HOURS: "NaN",
  FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1.5",
  FOLLOW_UP_CONSENT: "perhaps",
  FOLLOW_UP_QUIET_HOURS: "25:00-09:00",
  FOLLOW_UP_DRY_RUN: "1",
  REKINDLE_PORT: "65536",
  REKINDLE_MESSAGE_RETENTION_DAYS: "0",
  LOG_LEVEL: "loud",
};
const WRONG_WITH_SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: "mysql://bot:hunter2@db.example/bot",
  LLM_BASE_URL: "ftp://bot:hunter2@llm.example",
};

test("names every wrong variable at once, its value and what is allowed, and prints no secret", async () => {
  const dataDir = await temporaryFolder();
  const secrets = { DISCORD_TOKEN: "hunter2", LLM_API_KEY: "hunter2" };
  const { code, stdout, stderr } = await attempt({
    ...WRONG,
    ...WRONG_WITH_SECRETS,
    ...secrets,
    REKINDLE_DATA_DIR: dataDir,
  });

  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("[CONFIGURATION_INVALID]");
  for (const [name, value] of Object.entries(WRONG)) {
    expect(stderr).toMatch(
      new RegExp(`^ *${name}: "${value.replaceAll(".", "\\.")}" is not allowed; it must be .+$`, "m"),
    );
  }
  for (const name of Object.keys(WRONG_WITH_SECRETS)) {
    expect(stderr).toMatch(new RegExp(`^ *${name}: its value is not allowed; it must be .+$`, "m"));
  }
  expect(stderr).not.toContain("hunter2");
  expect(await readdir(dataDir)).toEqual([]);
});

test("a wrong PORT is called by its name, also beside an empty REKINDLE_PORT", async () => {
  const { code, stderr } = await attempt({
    REKINDLE_PORT: "",
    PORT: "http",
    REKINDLE_DATA_DIR: await temporaryFolder(),
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ *PORT: "http" is not allowed/m);
});

test("a file where the data folder should be, or above it, ends the start", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "mine");
  expectRefusal(await attempt({ REKINDLE_DATA_DIR: file }), "DATABASE_FOLDER_NOT_WRITABLE");
  expectRefusal(await attempt({ REKINDLE_DATA_DIR: join(file, "below") }), "DATABASE_FOLDER_NOT_WRITABLE");
});

const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;
test.skipIf(!IS_ROOT)(
  `a data folder that only others may write ends the start${IS_ROOT ? "" : " (skipped: only root can become somebody else)"}`,
  async () => {
    const dataDir = await temporaryFolder();
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir }, { uid: NOBODY }), "DATABASE_FOLDER_NOT_WRITABLE");
    await mkdir(join(dataDir, "sandbox"));
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir }, { uid: NOBODY }), "DATABASE_FOLDER_NOT_WRITABLE");
    expect(await readdir(join(dataDir, "sandbox"))).toEqual([]);
  },
);

test("a server that is not there ends the start, and its password is not printed", async () => {
  const ending = await attempt({ DATABASE_URL: "postgres://bot:hunter2@127.0.0.1:1/bot" });
  expectRefusal(ending, "DATABASE_SERVER_UNREACHABLE");
  expect(ending.stderr).not.toContain("hunter2");
});

const SERVER = process.env["DATABASE_URL"] ?? "";
test.skipIf(SERVER === "")(
  "a database that the server does not have ends the start (skipped: DATABASE_URL is not set)",
  async () => {
    const url = new URL(SERVER);
    url.pathname = "/rekindle_there_is_no_such_database";
    expectRefusal(await attempt({ DATABASE_URL: url.href }), "DATABASE_DOES_NOT_EXIST");
  },
);

describe("on the data folder of a sandbox, which every refusal leaves as it was", () => {
  let dataDir = "";

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "rekindle-attack-"));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  async function tamper(sql: string): Promise<void> {
    const database = await openEmbeddedDatabase({ folder: join(dataDir, "sandbox"), logger: silentLogger });
    await database.transaction((transaction) => transaction.script(sql));
    await database.close();
  }

  test("a second process is refused, and the first goes on", async () => {
    const first = await startProgram({ dataDir });
    onTestFinished(() => first.stop());
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir }), "DATABASE_FOLDER_IN_USE");
    await first.say("nora", "dm", "still here?");
    expect(await first.messages("nora", "dm")).toHaveLength(1);
  });

  test("a first start that was killed while it made the sample people is finished by the next one", async () => {
    const said = async (): Promise<readonly string[]> => {
      const program = await startProgram({ dataDir });
      const messages = await program.messages("maya", "dm");
      await program.stop();
      return messages.filter(({ author }) => author.name === "maya").map(({ text }) => text);
    };
    const before = await said();
    await tamper(`delete from sandbox_people where name = 'admin';
      delete from sandbox_messages where sequence = (select max(sequence) from sandbox_messages where author_name = 'maya')`);
    expect((await said()).toSorted()).toEqual(before.toSorted());
    expect(await said()).toHaveLength(before.length);
  });

  test("a port that is taken ends the start", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir, REKINDLE_PORT: String(port) }), "PORT_TAKEN");
  });

  test("an address of another machine ends the start", async () => {
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir, REKINDLE_HOST: "203.0.113.7" }), "ADDRESS_NOT_USABLE");
  });

  test("a live bot's database is refused", async () => {
    await tamper("update rekindle_instance set mode = 'live'");
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir }), "DATABASE_MODE_MISMATCH");
    await tamper("update rekindle_instance set mode = 'sandbox' where mode = 'live'");
  });

  test("a schema that a newer version changed is served, unless that change is breaking", async () => {
    const newer = (number: number, breaking: boolean): string =>
      `insert into rekindle_migrations (sequence, number, name, checksum, breaking)
       values ('rekindle', ${number}, 'from-the-future', repeat('0', 64), ${String(breaking)})`;
    await tamper(newer(990, false));
    const program = await startProgram({ dataDir });
    expect(await program.messages("nora", "dm")).toHaveLength(1);
    await program.stop();

    await tamper(newer(991, true));
    expectRefusal(await attempt({ REKINDLE_DATA_DIR: dataDir }), "SCHEMA_TOO_NEW");
  });
});
