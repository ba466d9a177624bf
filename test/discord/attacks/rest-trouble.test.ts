import { expect, test } from "vitest";

import { query } from "../../product-database.ts";
import { temporaryFolder } from "../../attacks/process.ts";
import { startDiscordProgram } from "../program/discord-program.ts";
import { type Fault } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { countReceived } from "./kills/evidence.ts";
import { addSilentPeople, makeDue, openLiveDatabase } from "./live-database.ts";

/** What each one's first try meets. */
const FAULTS = {
  "429 with a short wait": { type: "error", status: 429, retryAfterMs: 700 },
  "429 for everything": { type: "error", status: 429, retryAfterMs: 700, scope: "global" },
  "an error 500": { type: "error", status: 500 },
  "502 although delivered": { type: "error", status: 502, delivered: true },
  "closed before delivery": { type: "close", delivered: false },
  "closed after delivery": { type: "close", delivered: true },
  "closed half way, delivered": { type: "close", delivered: true, halfWay: true },
  "closed half way, not delivered": { type: "close", delivered: false, halfWay: true },
  "empty, delivered": { type: "empty", delivered: true },
  "hangs, not delivered": { type: "hang", delivered: "never" },
  "hangs, delivered": { type: "hang", delivered: "at once" },
} as const satisfies Readonly<Record<string, Fault>>;
const TROUBLES = Object.keys(FAULTS) as (keyof typeof FAULTS)[];

interface Row {
  readonly trouble: string;
  readonly again: string;
  readonly status: string;
  readonly outboundId: string;
}
const ROWS = query<Row>(
  ["trouble", "again", "status", "outboundId"],
  `select split_part(name, '/', 1) as trouble, split_part(name, '/', 2) as again, status, outbound_id as "outboundId"
   from outbound_messages join people using (person_id) order by name`,
);
const WITHOUT_WAITING = query<{ jobId: string }>(
  ["jobId"],
  `update scheduled_jobs set scheduled_time = clock_timestamp() where job_type = 'deliver_message' and status = 'pending'
     and job_key in (select outbound_id from outbound_messages join people using (person_id) where name like '%/' || $1)
   returning job_id as "jobId"`,
);
const LET_TIME_PASS = query<{ id: string }>(
  ["id"],
  `update outbound_messages set sending_since = sending_since - interval '3 minutes' where status = 'sending' returning outbound_id as id`,
);

test(
  "whatever a follow-up meets at Discord's door, it is received once: tried again soon, or when the nonce is forgotten",
  { timeout: 90_000 },
  async () => {
    const { standIn } = await openScene({ patienceMs: 45_000 });
    const where = { databaseUrl: null, dataDir: await temporaryFolder() };
    const environment = { FOLLOW_UP_QUIET_HOURS: "none", LOG_LEVEL: "error" };
    const people = TROUBLES.flatMap((trouble) =>
      ["soon", "late"].map((again) => {
        const { id } = standIn.addPerson({ name: "somebody" });
        standIn.fail({ route: "create-message", personId: id }, FAULTS[trouble]);
        return { id, name: `${trouble}/${again}`, ...standIn.openDirectChat(id) };
      }),
    );
    const received = (): ReadonlyMap<string, number> => countReceived(standIn);
    let database = await openLiveDatabase(where);
    await addSilentPeople(database, people);
    await makeDue(database, people);
    await database.close();

    const first = await startDiscordProgram(standIn, { ...where, environment });
    await standIn.waitFor(
      () => people.every(({ id }) => standIn.requests.count({ route: "create-message", personId: id }) > 0),
      "each one's first try",
    );
    await standIn.waitFor(
      () => TROUBLES.slice(0, 2).every((trouble) => triesFor(trouble) >= 4),
      "those who were told to wait have been tried again",
    );
    expect(await first.stop()).toBe(0);
    database = await openLiveDatabase(where);
    const between = await database.run(ROWS);
    expect(between.map(({ trouble, status }) => [trouble, status])).toEqual(
      between.map(({ trouble }) => [trouble, trouble.startsWith("429") ? "sent" : "sending"]),
    );

    await database.run(WITHOUT_WAITING, ["soon"]);
    await database.close();
    const second = await startDiscordProgram(standIn, { ...where, environment });
    await standIn.waitFor(
      () => received().size >= 4 + (TROUBLES.length - 2) + 5,
      "those whom it tries again soon, and those who had got it before",
    );
    expect(await second.stop()).toBe(0);

    database = await openLiveDatabase(where);
    await database.run(LET_TIME_PASS);
    standIn.forgetNonces();
    await database.run(WITHOUT_WAITING, ["late"]);
    await database.close();
    const third = await startDiscordProgram(standIn, { ...where, environment });
    await standIn.waitFor(() => received().size === people.length, "everybody's message");
    expect(await third.stop()).toBe(0);

    database = await openLiveDatabase(where);
    const rows = await database.run(ROWS);
    await database.close();
    expect(rows.map((row) => ({ ...row, received: received().get(row.outboundId) ?? 0 }))).toEqual(
      rows.map((row) => ({ ...row, status: "sent", received: 1 })),
    );

    function triesFor(trouble: string): number {
      return people
        .filter(({ name }) => name.startsWith(trouble))
        .reduce((sum, { id }) => sum + standIn.requests.count({ route: "create-message", personId: id }), 0);
    }
  },
);
