import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addMs, HOUR_MS, MINUTE_MS, WEEK_MS } from "../../kernel/index.ts";
import type { Decision, FollowUpSnapshot } from "../follow-ups-types.ts";
import { isGoodMoment } from "../timing/testing/good-moment.ts";
import { decide, decideAgain } from "./assess.ts";
import { DEFAULT_SETTINGS, hoursAgo, NOON, reason, sent, snapshot, unanswered } from "./testing/snapshots.ts";

const ORDER = { orderId: "order-1", dueAt: hoursAgo(3) };
const BERLIN: FollowUpSnapshot["hours"] = {
  type: "zone",
  timeZone: "Europe/Berlin",
  quiet: { fromMinute: 1320, toMinute: 540 },
};

function decided(changes: Partial<FollowUpSnapshot>, { dueAt = NOON, spread = 0.5 } = {}): Decision {
  return decide(snapshot(changes), DEFAULT_SETTINGS, { dueAt, spread });
}

function decidedAgain(changes: Partial<FollowUpSnapshot>, queuedAt = NOON, ordered = false): Decision | null {
  return decideAgain(snapshot(changes), DEFAULT_SETTINGS, { queuedAt, ordered });
}

/** What is decided for a hundred people in the same state, whose jobs were due so many hours ago. */
function momentsForMany(changes: Partial<FollowUpSnapshot>, dueHoursAgo: number): readonly Date[] {
  return Array.from({ length: 100 }, (_, index) => {
    const decision = decided(changes, {
      dueAt: addMs(changes.now ?? NOON, -dueHoursAgo * HOUR_MS),
      spread: index / 100,
    });
    if (decision.type !== "wait") {
      throw new Error(`it says ${decision.type}`);
    }
    return decision.until;
  });
}

/** The most that fall into any ten minutes. */
function densest(moments: readonly Date[]): number {
  return Math.max(
    ...moments.map((from) => moments.filter((at) => at >= from && at < addMs(from, 10 * MINUTE_MS)).length),
  );
}

describe("when a follow-up is due", () => {
  test("it is sent where nothing speaks against it, and says for what reason", () => {
    const thread = reason("open_thread");
    expect(decided({ reasons: [thread] })).toEqual({
      type: "send",
      reasonCode: "reason_found",
      reason: thread,
      orderId: null,
    });
    expect(decided({ order: ORDER })).toMatchObject({
      type: "send",
      reasonCode: "ordered",
      reason: { kind: "check_in" },
      orderId: "order-1",
    });
  });

  test("it waits where they were here since, and for what else has to pass", () => {
    expect(decided({ lastMessageAt: hoursAgo(1) })).toEqual({
      type: "wait",
      reasonCode: "recently_active",
      until: hoursAgo(-47),
    });
    expect(decided({ ...unanswered(95) })).toEqual({ type: "wait", reasonCode: "minimum_gap", until: hoursAgo(-1) });
    const night = new Date("2026-05-20T21:00:00Z");
    expect(decided({ now: night, hours: BERLIN }, { dueAt: night })).toEqual({
      type: "wait",
      reasonCode: "quiet_hours",
      until: new Date("2026-05-21T07:00:00Z"),
    });
  });

  test("it is dropped or kept where nothing will be sent as things stand", () => {
    expect(decided({ permission: { state: "refused" } })).toEqual({ type: "suppress", reasonCode: "withdrawn" });
    expect(decided(unanswered(500, 900, 990))).toEqual({ type: "suppress", reasonCode: "unanswered_end" });
    expect(decided({ ...unanswered(500, 900, 990), reasons: [reason("open_thread")] })).toEqual({
      type: "keep",
      reasonCode: "kept_for_visit",
    });
  });
});

describe("what is overdue", () => {
  test("by up to an hour is only late", () => {
    expect(decided({}, { dueAt: hoursAgo(1) })).toMatchObject({ type: "send" });
    expect(decided({}, { dueAt: addMs(hoursAgo(1), -1) })).toMatchObject({ type: "wait", reasonCode: "overdue" });
  });

  test("is spread over the hours that follow, never sent in a burst", () => {
    const moments = momentsForMany({ hours: BERLIN }, 5);
    expect(densest(moments)).toBeLessThan(15);
    expect(moments.every((at) => at > NOON && isGoodMoment(at, BERLIN))).toBe(true);
  });

  // At three in the morning in Berlin; all of these people may be written to from nine on.
  test("is spread in the morning, where an outage ends at night", () => {
    expect(densest(momentsForMany({ now: new Date("2026-05-20T01:00:00Z"), hours: BERLIN }, 5))).toBeLessThan(15);
  });

  // At a quarter to ten in the evening.
  test("is spread over two days, where an outage ends in the evening", () => {
    expect(densest(momentsForMany({ now: new Date("2026-05-20T19:45:00Z"), hours: BERLIN }, 5))).toBeLessThan(15);
  });

  test("goes out when its new moment comes", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (spread) => {
        const decision = decided({ hours: BERLIN }, { dueAt: hoursAgo(30), spread });
        const until = decision.type === "wait" ? decision.until : NOON;
        expect(decided({ now: until, hours: BERLIN }, { dueAt: until, spread })).toMatchObject({ type: "send" });
      }),
    );
  });

  test("waits for what else is in the way first", () => {
    expect(decided({ lastMessageAt: hoursAgo(1) }, { dueAt: hoursAgo(9) })).toMatchObject({
      reasonCode: "recently_active",
    });
    expect(decided({ frozen: true }, { dueAt: hoursAgo(9) })).toEqual({ type: "suppress", reasonCode: "frozen" });
  });

  test("is an order that is carried out at once: somebody waits for it", () => {
    expect(decided({ order: ORDER }, { dueAt: hoursAgo(9) })).toMatchObject({ type: "send", orderId: "order-1" });
  });
});

describe("the last look before it leaves", () => {
  test("lets it go where nothing changed", () => {
    expect(decidedAgain({})).toBeNull();
    expect(decidedAgain({ now: addMs(NOON, MINUTE_MS) })).toBeNull();
  });

  test.each<[string, Partial<FollowUpSnapshot>, string]>([
    ["follow-ups were switched off", { enabled: false }, "disabled"],
    ["they said no", { permission: { state: "refused" } }, "withdrawn"],
    ["their yes is gone", { permission: { state: "not_asked" } }, "no_permission"],
    ["there were signs of danger", { frozen: true }, "frozen"],
    ["another one is on its way", { queued: true }, "already_queued"],
    ["they wrote", { now: hoursAgo(-1), lastMessageAt: addMs(NOON, 1) }, "came_back"],
    ["they asked for later", { snoozedUntil: hoursAgo(-1) }, "snoozed"],
    ["others filled the week", { sends: [sent(1), sent(2)] }, "weekly_cap"],
  ])("takes it back where %s", (_, change, code) => {
    expect(decidedAgain(change)).toEqual({ type: "suppress", reasonCode: code });
  });

  test("takes it back in a live talk, also where their message is older than the row", () => {
    // It was written just before the follow-up was queued, and stored just after.
    expect(decidedAgain({ lastMessageAt: addMs(NOON, -1000), now: addMs(NOON, 2000) })).toEqual({
      type: "suppress",
      reasonCode: "came_back",
    });
  });

  test("lets it go in the moment in which the talk is over", () => {
    const lastMessageAt = addMs(NOON, -15 * MINUTE_MS);
    expect(decidedAgain({ lastMessageAt })).toBeNull();
    expect(decidedAgain({ lastMessageAt: addMs(lastMessageAt, 1) })).toMatchObject({ reasonCode: "came_back" });
  });

  test("lets it wait where quiet hours began meanwhile", () => {
    const now = new Date("2026-05-20T20:00:00Z");
    expect(decidedAgain({ now, hours: BERLIN }, addMs(now, -MINUTE_MS))).toEqual({
      type: "wait",
      reasonCode: "quiet_hours",
      until: new Date("2026-05-21T07:00:00Z"),
    });
  });

  test("takes it back where no hour is known to be good any more", () => {
    expect(decidedAgain({ hours: { type: "activity", times: [] } })).toEqual({
      type: "suppress",
      reasonCode: "quiet_hours",
    });
  });

  test("counts any seven days", () => {
    const second = (at: Date): Partial<FollowUpSnapshot> => ({ sends: [sent(2), { ...sent(0), at }] });
    expect(decidedAgain(second(addMs(NOON, -WEEK_MS)), NOON, true)).toBeNull();
    expect(decidedAgain(second(addMs(NOON, 1 - WEEK_MS)), NOON, true)).toMatchObject({
      reasonCode: "weekly_cap",
    });
  });

  test("keeps the gap to what another run sent meanwhile, unless it was ordered", () => {
    const sends = [sent(2)];
    expect(decidedAgain({ sends })).toMatchObject({ type: "suppress", reasonCode: "minimum_gap" });
    expect(decidedAgain({ sends }, NOON, true)).toBeNull();
  });

  test("is done with what they asked for once its time has come", () => {
    expect(decidedAgain({ snoozedUntil: NOON })).toBeNull();
  });
});
