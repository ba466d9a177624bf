import { join } from "node:path";

import { expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { attempt, type Ending, launch, temporaryFolder } from "../attacks/process.ts";
import { openScene } from "../discord/stand-in-fixture.ts";
import { countMessages, fillLiveFolder } from "../live-folder.ts";
import { values } from "../product-database.ts";

function move(dataDir: string, ...words: string[]): Promise<Ending> {
  return attempt({ REKINDLE_DATA_DIR: dataDir }, { words: ["move", ...words] });
}

/** A start that gets as far as Discord, which refuses its token. */
const STARTED = "[DISCORD_TOKEN_REFUSED]";

async function start(dataDir: string, url?: string): Promise<Ending> {
  const { standIn } = await openScene();
  const environment = { DISCORD_TOKEN: "an-old-one", DISCORD_API_URL: standIn.apiUrl, REKINDLE_DATA_DIR: dataDir };
  return attempt({ ...environment, ...(url === undefined ? {} : { DATABASE_URL: url }) });
}

async function ask<Value>(url: string, text: string): Promise<readonly Value[]> {
  const database = await openServerDatabase({ url, logger: silentLogger });
  try {
    return await values<Value>(database, text);
  } finally {
    await database.close();
  }
}

test("rekindle move says how it is used, and where there is nothing to move", async () => {
  const dataDir = await temporaryFolder();
  expect(await move(dataDir)).toMatchObject({ code: 2, stderr: "" });
  expect(await move(dataDir, "--help")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage/) as string });
  expect((await move(dataDir, "--to", "postgres://127.0.0.1:1/bot")).stderr).toContain("[DATABASE_FOLDER_MISSING]");
});

describeOnServer("rekindle move", (create) => {
  test(
    "carries every row as it is, and from then on only the server's database can be started",
    { timeout: 120_000 },
    async () => {
      const [dataDir, url] = [await temporaryFolder(), await create()];
      await fillLiveFolder(dataDir, { people: 30, messages: 3000 });
      const refused = await start(dataDir, url);
      expect(refused.stderr).toMatch(/`rekindle move --to URL`.*\[DATABASE_NOT_MOVED\]\n$/);

      const { code, stdout, stderr } = await move(dataDir, "--to", url);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/100 %/);
      expect(stdout).toMatch(/Moved \d+ rows; counted and compared on both sides\./);
      expect(await ask(url, "select count(*) as value from messages")).toEqual([3000]);
      expect(await ask(url, "select payload::text as value from scheduled_jobs where job_id = 'odd'")).toEqual([
        "null",
      ]);
      expect(
        await ask(
          url,
          "select extract(microseconds from scheduled_time) as value from scheduled_jobs where job_id = 'odd'",
        ),
      ).toEqual([1]);
      expect(await ask(url, "select openings[2] is null as value from direct_chat_budget")).toEqual([true]);
      expect(await ask(url, "select nextval('consents_sequence_seq') as value")).toEqual([2]);
      expect(await ask(url, "select nextval('scheduled_jobs_request_seq') as value")).toEqual([2]);
      expect(await ask(url, "select mode as value from rekindle_instance")).toEqual(["live"]);

      expect((await start(dataDir)).stderr).toContain("[DATABASE_MOVED]");
      expect((await move(dataDir, "--to", url)).stderr).toContain("[DATABASE_MOVED]");
      expect((await move(dataDir, "--to", await create())).stderr).toContain("[DATABASE_MOVED]");
      expect((await start(dataDir, url)).stderr).toContain(STARTED); // it got past the database
    },
  );

  test(
    "that is killed leaves the folder as it was and a target on which nothing starts; the next one begins anew",
    { timeout: 120_000 },
    async () => {
      const [dataDir, url] = [await temporaryFolder(), await create()];
      await fillLiveFolder(dataDir, { people: 100, messages: 30_000 });
      const killed = launch({ environment: { REKINDLE_DATA_DIR: dataDir, DATABASE_URL: url }, words: ["move"] });
      await killed.until(/messages/);
      killed.child.kill("SIGKILL");
      await killed.ended;

      expect((await start(dataDir, url)).stderr).toMatch(/`rekindle move`.*\[MOVE_UNFINISHED\]\n$/);
      expect(await countMessages(join(dataDir, "live"))).toBe(30_000);
      expect((await start(dataDir)).stderr).toContain(STARTED); // whoever changes their mind can go on without a server
      expect(await move(dataDir, "--to", url)).toMatchObject({ code: 0, stderr: "" });
      expect(await ask(url, "select count(*) as value from messages")).toEqual([30_000]);
    },
  );

  test("refuses a target that is in use, and changes nothing in it", { timeout: 60_000 }, async () => {
    const [dataDir, url] = [await temporaryFolder(), await create()];
    await fillLiveFolder(dataDir, { people: 1, messages: 1 });
    const other = await temporaryFolder();
    await start(other, url);
    const { code, stderr } = await move(dataDir, "--to", url);
    expect(code).toBe(1);
    expect(stderr).toContain("[MOVE_TARGET_IN_USE]");
    expect(await ask(url, "select count(*) as value from messages")).toEqual([0]);
    expect((await start(dataDir)).stderr).toContain(STARTED);
  });
});
