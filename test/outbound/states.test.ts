import { beforeAll, describe, expect, test } from "vitest";

import type { Database, Transaction } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import {
  addMs,
  HOUR_MS,
  MINUTE_MS,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import {
  beginSending,
  enqueue,
  findOutbound,
  listOpen,
  markSent,
  markUnknown,
  noteReaction,
  outboundCounts,
  type OutboundStatus,
  pastSends,
  returnToQueue,
  withdraw,
  withdrawAllQueued,
} from "../../src/outbound/index.ts";
import { postgresQueue } from "../../src/outbound/queues/postgres/index.ts";
import { recordConsent, requestContactPermit } from "../../src/privacy/index.ts";
import { createScheduler, type Scheduler } from "../../src/scheduler/index.ts";
import { personId, type Place } from "../../src/vocabulary/index.ts";
import { openProductDatabase, query, values } from "../product-database.ts";

const DM: Place = { platform: "sandbox", kind: "dm", channelId: "dm:ada", serverId: null };
const THEN = new Date("2030-03-01T12:00:00Z");
const ids = timeOrderedIds(systemClock, systemRandom);

const STATES: readonly OutboundStatus[] = ["queued", "sending", "sent", "withdrawn", "unknown", "dry_run"];

/** Every function that moves a message, and the one state that it leads to. */
const MOVES: readonly (readonly [
  name: string,
  to: OutboundStatus,
  move: (transaction: Transaction, id: string) => Promise<unknown>,
])[] = [
  ["beginSending", "sending", beginSending],
  ["returnToQueue", "queued", returnToQueue],
  [
    "markSent",
    "sent",
    (transaction, id) => markSent(transaction, id, { at: THEN, platformMessageId: `platform-${id}` }),
  ],
  ["markUnknown", "unknown", (transaction, id) => markUnknown(transaction, id, "history_unreadable")],
  ["withdraw", "withdrawn", (transaction, id) => withdraw(transaction, id, "came_back")],
  [
    "withdrawAllQueued",
    "withdrawn",
    (transaction, id) => withdrawAllQueued(transaction, personId(`person of ${id}`), "withdrawn"),
  ],
];

/** The whole state machine; whatever is not here must change nothing. */
const TRANSITIONS: readonly (readonly [from: OutboundStatus, move: string])[] = [
  ["queued", "beginSending"],
  ["queued", "withdraw"],
  ["queued", "withdrawAllQueued"],
  ["sending", "returnToQueue"],
  ["sending", "markSent"],
  ["sending", "markUnknown"],
  ["sending", "withdraw"],
];

const PAIRS = STATES.flatMap((from) => MOVES.map(([name, to, move]) => ({ from, name, to, move })));

describeOnEachDatabase("a message of our own accord", (open) => {
  let database: Database;
  let scheduler: Scheduler;

  beforeAll(async () => {
    database = await openProductDatabase(open);
    scheduler = createScheduler({ database, ids, random: seededRandom(1), logger: silentLogger });
  });

  /** A message in some state, to a person of its own. */
  async function messageIn(
    status: OutboundStatus,
    changes: { readonly id?: string; readonly queuedAt?: Date; readonly person?: string } = {},
  ): Promise<string> {
    const { id = ids.next(), queuedAt = THEN } = changes;
    await database.run(
      query(
        [],
        `insert into outbound_messages (outbound_id, person_id, status, place, text, buttons, kind, context_data, order_id, queued_at)
         values ($1, $2, $3, $4::jsonb, 'Hello', '[]', 'check_in', '{"kind": "check_in", "reasonCode": "reason_found"}', 'order-1', $5)`,
      ),
      [id, changes.person ?? `person of ${id}`, status, JSON.stringify(DM), queuedAt],
    );
    return id;
  }

  async function statusOf(id: string): Promise<OutboundStatus | undefined> {
    return (await findOutbound(database, id))?.status;
  }

  function allowed(from: OutboundStatus, name: string): boolean {
    return TRANSITIONS.some(([state, move]) => state === from && move === name);
  }

  const moved = PAIRS.filter(({ from, name }) => allowed(from, name));
  const unmoved = PAIRS.filter(({ from, name }) => !allowed(from, name));

  test.each(moved)("$from → $to by $name", async ({ from, to, move }) => {
    const [id, bystander] = [await messageIn(from), await messageIn(from)];
    await database.transaction((transaction) => move(transaction, id));
    expect(await statusOf(id)).toBe(to);
    expect(await statusOf(bystander)).toBe(from);
  });

  test.each(unmoved)("$from stays as it is under $name", async ({ from, move }) => {
    const id = await messageIn(from);
    const before = await findOutbound(database, id);
    await database.transaction((transaction) => move(transaction, id));
    expect(await findOutbound(database, id)).toEqual(before);
  });

  describe("who moves it is told", () => {
    test("whether it was theirs to send, and theirs to record", async () => {
      const id = await messageIn("queued");
      await database.transaction(async (transaction) => {
        expect(await beginSending(transaction, id)).toBe(true);
        expect(await beginSending(transaction, id)).toBe(false);
        const receipt = { at: THEN, platformMessageId: "4711" };
        expect(await markSent(transaction, id, receipt)).toBe(true);
        expect(await markSent(transaction, id, receipt)).toBe(false);
      });
    });
  });

  test("a moment of the first try is kept by the database's own clock, and begins anew with the next try", async () => {
    const id = await messageIn("queued");
    const nonceExpired = async (): Promise<boolean | undefined> => (await findOutbound(database, id))?.nonceExpired;
    await database.transaction((transaction) => beginSending(transaction, id));
    expect(await nonceExpired()).toBe(false);
    await database.run(
      query(
        [],
        "update outbound_messages set sending_since = clock_timestamp() - interval '121 seconds' where outbound_id = $1",
      ),
      [id],
    );
    expect(await nonceExpired()).toBe(true);
    await database.transaction(async (transaction) => {
      await returnToQueue(transaction, id);
      await beginSending(transaction, id);
    });
    expect(await nonceExpired()).toBe(false);
  });

  test("caps and silence are counted from all that may have arrived, newest first", async () => {
    const person = "somebody written to often";
    const at = (hours: number): Date => addMs(THEN, hours * HOUR_MS);
    for (const [index, status] of STATES.entries()) {
      await messageIn(status, { queuedAt: at(index), person });
    }
    const sends = await pastSends(database, personId(person));
    expect(sends.map(({ status, at: moment }) => [status, moment])).toEqual([
      ["dry_run", at(5)],
      ["unknown", at(4)],
      ["sent", at(2)],
      ["sending", at(1)],
      ["queued", at(0)],
    ]);
    const newest = sends[0]?.outboundId ?? "";
    await database.transaction((transaction) => noteReaction(transaction, newest, THEN));
    expect((await pastSends(database, personId(person))).map(({ reacted }) => reacted)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("those that have not ended are listed page by page", async () => {
    const [one, two, three] = [
      await messageIn("queued", { id: "zz1" }),
      await messageIn("sending", { id: "zz2" }),
      await messageIn("queued", { id: "zz3" }),
    ];
    await messageIn("sent", { id: "zz4" });
    const before = addMs(THEN, MINUTE_MS);
    expect(await listOpen(database, { before, after: "zz", limit: 2 })).toEqual([one, two]);
    expect(await listOpen(database, { before, after: two, limit: 2 })).toEqual([three]);
    expect(await listOpen(database, { before: THEN, after: "zz", limit: 2 })).toEqual([]);
  });

  test("what waits, is being sent or ended as unknown is counted", async () => {
    await database.run(query([], "delete from outbound_messages"));
    await Promise.all(STATES.map((status) => messageIn(status)));
    expect(await outboundCounts(database)).toEqual({ queued: 1, sending: 1, unknown: 1 });
  });

  describe("is put in line by whoever holds a permit", () => {
    async function enqueued(person: string, { dryRun }: { readonly dryRun: boolean }): Promise<string> {
      return database.transaction(async (transaction) => {
        const record = {
          decision: "granted",
          mechanism: "button",
          textVersion: "1",
          language: "en",
          place: DM,
          decidedAt: THEN,
        } as const;
        await recordConsent(transaction, ids, { ...record, personId: personId(person) });
        const answer = await requestContactPermit(transaction, personId(person), {
          place: DM,
          citesTheirs: true,
          consentMode: "ask",
        });
        if (!answer.granted) {
          throw new Error("the permit was refused");
        }
        const context = { kind: "check_in", reasonCode: "reason_found" } as const;
        const message = { text: "Hello", context, memoryId: null, orderId: null, dryRun };
        return enqueue(transaction, answer.permit, { message, scheduler, queue: postgresQueue, ids });
      });
    }

    const jobsFor = (id: string): Promise<readonly string[]> =>
      values(
        database,
        "select job_type as value from scheduled_jobs where payload->>'outboundId' = $1 and status = 'pending'",
        [id],
      );

    test("queued, for the place of the permit, with the job that sends it", async () => {
      const id = await enqueued("ada", { dryRun: false });
      expect(await findOutbound(database, id)).toMatchObject({
        status: "queued",
        personId: "ada",
        place: DM,
        sentAt: null,
        nonceExpired: false,
      });
      expect(id.length).toBeLessThanOrEqual(22);
      expect(await jobsFor(id)).toEqual(["deliver_message"]);
    });

    test("as a dry run with no job at all", async () => {
      const id = await enqueued("bo", { dryRun: true });
      expect(await statusOf(id)).toBe("dry_run");
      expect(await jobsFor(id)).toEqual([]);
    });
  });
});
