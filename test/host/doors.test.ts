import { Pool } from "pg";
import { createRekindle, type HostGrant, type Rekindle, type RekindleOptions } from "rekindle";
import { discordPlatform } from "rekindle/discord";
import { expect, onTestFinished, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { createTestServerDatabase } from "../../src/database/testing/server-databases.ts";
import { createDiscordClient } from "../discord/discord-client.ts";
import { openScene } from "../discord/stand-in-fixture.ts";

interface Bot {
  readonly rekindle: Rekindle;
  readonly pool: Pool;
  readonly log: string[];
}

/** Rekindle on a host's pool and on a client that was never logged in. Not started. */
async function createBot(
  changes: Partial<RekindleOptions> = {},
  { tables = "", max = 4 }: { readonly tables?: string; readonly max?: number } = {},
): Promise<Bot> {
  const place = await createTestServerDatabase();
  const pool = new Pool({ connectionString: place.url, max });
  pool.on("error", () => undefined);
  if (tables !== "") {
    await pool.query(tables);
  }
  const { standIn } = await openScene();
  const log: string[] = [];
  const note = (fields: object, text: string): void => void log.push(`${text} ${JSON.stringify(fields)}`);
  const rekindle = createRekindle({
    pool,
    platform: discordPlatform(createDiscordClient(standIn)),
    logger: { debug: note, info: note, warn: note, error: note },
    ...changes,
  });
  onTestFinished(async () => {
    await rekindle.stop();
    await pool.end();
    await place.drop();
  });
  return { rekindle, pool, log };
}

const ADA = "100000000000000001";
const YES: HostGrant = {
  userId: ADA,
  place: { kind: "dm" },
  at: new Date("2026-01-02T10:00:00Z"),
  mechanism: "slash_command",
  textVersion: "check-ins/3",
};
const at = (day: string): Date => new Date(`2026-01-${day}T10:00:00Z`);

describeOnServer("what a bot has of Rekindle", () => {
  test("its tables are looked at before any of ours is made: names that are taken are told, and a schema helps", async () => {
    const tables = "create table messages (id int); create table people (id int)";
    const { rekindle, pool } = await createBot({}, { tables });
    await expect(rekindle.start()).rejects.toMatchObject({
      code: "TABLE_NAMES_TAKEN",
      tables: ["messages", "people"],
    });
    const { rows } = await pool.query("select from pg_tables where tablename = 'consents'");
    expect(rows).toEqual([]);
    const { rekindle: other } = await createBot({ schema: "rekindle" }, { tables });
    await other.start();
    expect(await other.people.export(ADA)).toMatchObject({ people: null });
  });

  test("a decision of the bot's own goes on record; of two the newer one holds, and a list can be brought twice", async () => {
    const { rekindle, pool } = await createBot();
    await rekindle.start();
    expect(await rekindle.consent.grant(YES)).toEqual({ recorded: true });
    expect(await rekindle.consent.withdraw({ ...YES, at: at("05") })).toEqual({ recorded: true });
    expect(await rekindle.consent.grant({ ...YES, at: at("03") })).toEqual({ recorded: false });
    const list = [
      { ...YES, at: at("04") },
      { ...YES, userId: "100000000000000002", decision: "topics_only" as const },
      { ...YES, userId: "100000000000000003", decision: "refused" as const },
    ];
    expect(await rekindle.consent.import(list)).toEqual({ recorded: 2, skipped: 1 });
    expect(await rekindle.consent.import(list)).toEqual({ recorded: 0, skipped: 3 });
    const { rows } = await pool.query(
      "select person_id, decision, mechanism, text_version from consents order by sequence",
    );
    const stored = { mechanism: "host:slash_command", text_version: "check-ins/3" };
    expect(rows).toEqual([
      { person_id: ADA, decision: "granted", ...stored },
      { person_id: ADA, decision: "refused", ...stored },
      { person_id: "100000000000000002", decision: "topics_only", ...stored },
      { person_id: "100000000000000003", decision: "refused", ...stored },
    ]);
  });

  test.for<Partial<HostGrant>>([
    { userId: "" },
    { mechanism: "By voice!" },
    { at: new Date("2999-01-01") },
    { place: { kind: "channel", serverId: "1" } as never },
  ])("a decision that makes no sense is refused, and nothing is stored: %o", async (part) => {
    const { rekindle, pool } = await createBot();
    await rekindle.start();
    const list = [
      { ...YES, userId: "100000000000000009" },
      { ...YES, ...part },
    ];
    await expect(rekindle.consent.import(list)).rejects.toMatchObject({ code: "CONSENT_INVALID" });
    expect((await pool.query("select from consents")).rows).toEqual([]);
  });

  test("what is kept of a person is given out whole, and goes whole", async () => {
    const { rekindle, pool } = await createBot();
    await rekindle.start();
    await rekindle.consent.grant(YES);
    const { consents, scheduled_jobs: jobs } = await rekindle.people.export(ADA);
    expect(consents).toMatchObject([{ person_id: ADA, decision: "granted" }]);
    expect(jobs).toHaveLength(1);
    await rekindle.people.forget(ADA);
    const left = Object.values(await rekindle.people.export(ADA)).filter((rows) => rows !== null);
    expect(left).toEqual([]);
    const { rows } = await pool.query("select from scheduled_jobs where payload::text like $1", [`%${ADA}%`]);
    expect(rows).toEqual([]);
  });

  test("a small pool is polled, and the log says so", async () => {
    const { rekindle, log } = await createBot({}, { max: 2 });
    await rekindle.start();
    await expect.poll(() => log.some((line) => line.includes("cannot be notified"))).toBe(true);
  });

  test("jobs of the bot's own run in the same scheduler, also after a stop and a start", async () => {
    const { rekindle } = await createBot();
    const done: string[] = [];
    const birthday = { name: "birthday", payload: { "~standard": passing() } } as const;
    rekindle.scheduler.register(birthday, async ({ payload }) => {
      done.push(String(payload));
      return { type: "completed" };
    });
    expect(() => rekindle.scheduler.schedule(birthday, "too early")).toThrow("while Rekindle is started");
    for (const name of ["ada", "grace"]) {
      await rekindle.start();
      await rekindle.scheduler.schedule(birthday, name);
      await expect.poll(() => done.at(-1)).toBe(name);
      await rekindle.stop();
    }
  });
});

/** A schema that takes everything: any validator of the Standard Schema will do. */
function passing() {
  return { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } as const;
}

test.each<readonly [string, Partial<RekindleOptions>, string]>([
  ["two databases", { pool: { connect: () => Promise.reject(new Error()) }, databaseUrl: "postgres://x/y" }, "pool"],
  ["a schema of the embedded database", { schema: "rekindle" }, "schema"],
  ["a share of messages that is none", { settings: { maxPerWeek: -1 } }, "settings.maxPerWeek"],
  [
    "its settings command switched off, and none in its place",
    { commands: { off: ["followup_settings"] } },
    "commands",
  ],
])("%s: refused before anything is opened", (_what, changes, option) => {
  const platform = { mode: "live", commandPrefix: "/", naming: {}, connect: () => expect.fail("connected") } as const;
  expect(() => createRekindle({ platform, ...changes })).toThrow(
    expect.objectContaining({ code: "REKINDLE_OPTION_INVALID", option }) as Error,
  );
});

test("a model's name is refused: it would be looked up through the environment", () => {
  const platform = { mode: "live", commandPrefix: "/", naming: {}, connect: () => expect.fail("connected") } as const;
  expect(() => createRekindle({ platform, model: "openai/gpt-5" as never })).toThrow(
    "must be an AI SDK language model",
  );
});
