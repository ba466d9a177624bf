import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { type Database, openEmbeddedDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { query } from "../product-database.ts";
import { type Program, startProgram } from "../program.ts";
import type { Death } from "./hand-over/dying-program.ts";
import { launch, temporaryFolder } from "../attacks/process.ts";

const DYING = fileURLToPath(new URL("./hand-over/dying-program.ts", import.meta.url));
const SETTINGS = { FOLLOW_UP_MAX_PER_USER_PER_WEEK: "1" };

/** How each one's message stands when the process dies: what the platform has, and whether it still knows the nonce afterwards. */
const PEOPLE = {
  ada: { accepted: true, forgotten: false },
  ben: { accepted: true, forgotten: true },
  cleo: { accepted: false, forgotten: false },
  dan: { accepted: false, forgotten: true },
  eve: { accepted: true, forgotten: true }, // nobody can look into her chat
  finn: { accepted: true, forgotten: false }, // his is at the door at every death
  gwen: { accepted: false, forgotten: false }, // she says no before the next try
} as const;
const NAMES = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
const ACCEPTED = NAMES.filter((name) => PEOPLE[name].accepted);
const FORGOTTEN = NAMES.filter((name) => PEOPLE[name].forgotten);

async function talkAndSayYes(program: Program): Promise<void> {
  for (const name of NAMES) {
    for (const text of ["hi there", "long week so far", "I had my biology exam this morning"]) {
      await program.say(name, "dm", text);
    }
    const question = (await program.messages(name, "dm")).find(({ buttons }) =>
      buttons.some(({ id }) => id === "consent:yes"),
    );
    await program.press(name, question?.id ?? "", "consent:yes");
  }
}

/** Lets the program die as told: when it starts, or on its way through so many hours. */
async function dieOnTheWay(dataDir: string, death: Death, hours: number): Promise<void> {
  const { until, ended } = launch({ program: DYING, words: [dataDir, JSON.stringify(death)], environment: {} });
  const ready = until(/ready: (http:\S+)/).catch(() => null);
  const url = (await ready)?.[1];
  if (url !== undefined) {
    const winding = fetch(new URL("/api/sandbox/clock", url), {
      method: "POST",
      body: JSON.stringify({ advanceHours: hours }),
    });
    await winding.catch(() => undefined);
  }
  expect(await ended).toMatchObject({ code: null, signal: "SIGKILL", stderr: "" });
}

async function withDatabase<T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openEmbeddedDatabase({ folder: join(dataDir, "sandbox"), logger: silentLogger });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** For them more than two minutes have passed since the message was handed over. */
function letForget(dataDir: string, people: readonly string[]): Promise<unknown> {
  const moveBack = query<{ moved: string }>(
    ["moved"],
    `update outbound_messages set sending_since = sending_since - interval '3 minutes' where person_id = any($1) returning person_id as moved`,
  );
  return withDatabase(dataDir, (database) => database.run(moveBack, [people]));
}

interface Row {
  readonly person: string;
  readonly status: string;
  readonly recorded: number;
  readonly runs: string;
}

const ROWS = query<Row>(
  ["person", "status", "recorded", "runs"],
  `select person_id as person, o.status, (select count(*) from follow_up_history h where h.outbound_id = o.outbound_id) as recorded,
     (select string_agg(r.status, ' ' order by r.run) from job_execution_history r join scheduled_jobs j using (job_id) where j.job_key = o.outbound_id) as runs
   from outbound_messages o order by o.person_id, o.queued_at`,
);

async function followUps(program: Program, name: string): Promise<number> {
  return (await program.messages(name, "dm")).filter(({ buttons }) => buttons.some(({ id }) => id === "stop")).length;
}

test(
  'a process that dies between "handed over" and "recorded" neither repeats the message nor loses it',
  { timeout: 180_000 },
  async () => {
    const dataDir = await temporaryFolder();
    const before = await startProgram({ dataDir, environment: SETTINGS });
    await talkAndSayYes(before);
    await before.stop();
    await dieOnTheWay(dataDir, { gather: NAMES, accepted: ACCEPTED, last: null, unreadable: null }, 49);
    const atDeath = await withDatabase(dataDir, (database) => database.run(ROWS));
    expect(atDeath.map(({ person, status, recorded }) => ({ person, status, recorded }))).toEqual(
      NAMES.map((person) => ({ person, status: "sending", recorded: 0 })),
    );

    const still = await startProgram({ dataDir, environment: { ...SETTINGS, JOB_SCHEDULER_ENABLED: "false" } });
    await still.say("gwen", "dm", "!followup_settings off");
    await still.stop();
    await letForget(dataDir, FORGOTTEN);
    const finnsDeath: Death = { gather: ["finn"], accepted: [], last: "finn", unreadable: "eve" };
    await dieOnTheWay(dataDir, finnsDeath, 1);
    await dieOnTheWay(dataDir, finnsDeath, 1);

    const program = await startProgram({ dataDir, environment: SETTINGS });
    await program.wind(5 * 24);
    for (const name of NAMES) {
      expect({ name, followUps: await followUps(program, name) }).toEqual({ name, followUps: name === "gwen" ? 0 : 1 });
    }
    await program.say("admin", "dm", "!bot_status");
    expect((await program.messages("admin", "dm")).at(-1)?.text).toContain("2 whose arrival is unknown");
    await program.wind(7 * 24);
    for (const name of ["eve", "finn"]) {
      expect({ name, followUps: await followUps(program, name) }, "the next one comes all the same").toEqual({
        name,
        followUps: 2,
      });
    }
    await program.stop();

    const rows = await withDatabase(dataDir, (database) => database.run(ROWS));
    expect(NAMES.map((name) => rows.find(({ person }) => person === name))).toEqual([
      { person: "ada", status: "sent", recorded: 1, runs: "crashed completed" },
      { person: "ben", status: "sent", recorded: 1, runs: "crashed completed" },
      { person: "cleo", status: "sent", recorded: 1, runs: "crashed completed" },
      { person: "dan", status: "sent", recorded: 1, runs: "crashed snoozed completed" },
      { person: "eve", status: "unknown", recorded: 0, runs: "crashed completed" },
      { person: "finn", status: "unknown", recorded: 0, runs: "crashed crashed crashed" },
      { person: "gwen", status: "withdrawn", recorded: 0, runs: "crashed snoozed completed" },
    ]);
  },
);
