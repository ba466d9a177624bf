import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from "../../kernel/index.ts";
import type { Assessment, FollowUpSnapshot } from "../follow-ups-types.ts";
import { assess, unansweredCount } from "./assess.ts";
import { DEFAULT_SETTINGS, DM, hoursAgo, NOON, reason, sent, snapshot, unanswered } from "./testing/snapshots.ts";

function assessed(changes: Partial<FollowUpSnapshot>, settings = DEFAULT_SETTINGS): Assessment {
  return assess(snapshot(changes), settings);
}

/** When a follow-up may go out at the earliest; the reason code where none will. */
function readyAt(changes: Partial<FollowUpSnapshot>, settings = DEFAULT_SETTINGS): Date | string {
  const assessment = assessed(changes, settings);
  return assessment.type === "ready" ? assessment.at : assessment.reasonCode;
}

function because(changes: Partial<FollowUpSnapshot>, settings = DEFAULT_SETTINGS): string {
  const assessment = assessed(changes, settings);
  return assessment.type === "ready" ? assessment.because : assessment.type;
}

const ORDER = { orderId: "order-1", dueAt: hoursAgo(0) };
const AT_NIGHT: FollowUpSnapshot["hours"] = {
  type: "zone",
  timeZone: "Asia/Tokyo",
  quiet: { fromMinute: 1260, toMinute: 480 },
};

describe("nothing is sent", () => {
  test.each<[string, Partial<FollowUpSnapshot>, string]>([
    ["while follow-ups are switched off", { enabled: false }, "disabled"],
    ["to somebody who said no", { permission: { state: "refused" } }, "withdrawn"],
    ["to somebody who was not asked", { permission: { state: "not_asked" } }, "no_permission"],
    ["to somebody in danger", { frozen: true }, "frozen"],
    ["while another message is on its way", { queued: true, sends: [sent(0)] }, "already_queued"],
  ])("%s, and no order changes that", (_, state, code) => {
    const everythingElseSpeaksForIt = { ...state, reasons: [reason("open_thread")], everAnswered: true };
    expect(assessed(everythingElseSpeaksForIt)).toEqual({ type: "suppress", reasonCode: code });
    expect(assessed({ ...everythingElseSpeaksForIt, order: ORDER })).toEqual({ type: "suppress", reasonCode: code });
  });

  test("where the cap is none a week, and no order changes that", () => {
    const settings = { ...DEFAULT_SETTINGS, maxPerWeek: 0 };
    expect(readyAt({}, settings)).toBe("weekly_cap");
    expect(readyAt({ order: ORDER }, settings)).toBe("weekly_cap");
  });

  test("to somebody who wants to hear only about what they told, and told nothing", () => {
    const permission = { state: "topics_only", place: DM, since: hoursAgo(500) } as const;
    expect(readyAt({ permission })).toBe("nothing_to_say");
    expect(readyAt({ permission, order: ORDER })).toBe("nothing_to_say");
    expect(readyAt({ permission, reasons: [reason("interest")] })).toEqual(NOON);
  });

  test("to somebody whose good hours nobody knows, and no order changes that", () => {
    const hours = { type: "activity", times: [] } as const;
    expect(assessed({ hours }).type).toBe("suppress");
    expect(assessed({ hours, order: ORDER }).type).toBe("suppress");
  });
});

describe("after their last message", () => {
  test("a follow-up waits for the delay, to the millisecond", () => {
    expect(readyAt({ lastMessageAt: hoursAgo(20) })).toEqual(hoursAgo(-28));
    expect(because({ lastMessageAt: hoursAgo(20) })).toBe("recently_active");
    expect(readyAt({ lastMessageAt: hoursAgo(48) })).toEqual(NOON);
    expect(readyAt({ lastMessageAt: addMs(hoursAgo(48), 1) })).toEqual(addMs(NOON, 1));
  });

  test("fractions of an hour are a delay, too", () => {
    expect(readyAt({ lastMessageAt: NOON }, { ...DEFAULT_SETTINGS, defaultDelayMs: 0.25 * HOUR_MS })).toEqual(
      hoursAgo(-0.25),
    );
  });

  test("who never wrote is given the delay from their yes on", () => {
    const permission = { state: "granted", place: DM, since: hoursAgo(5) } as const;
    expect(readyAt({ lastMessageAt: null, permission })).toEqual(hoursAgo(-43));
  });
});

describe("a date that lies ahead", () => {
  test("beats the delay, where it comes earlier", () => {
    expect(
      readyAt({ lastMessageAt: hoursAgo(2), reasons: [reason("open_thread", { notBefore: hoursAgo(-5) })] }),
    ).toEqual(hoursAgo(-5));
    expect(because({ lastMessageAt: hoursAgo(2), reasons: [reason("open_thread", { notBefore: hoursAgo(-5) })] })).toBe(
      "before_date",
    );
  });

  test("beats the delay, where it comes later", () => {
    const reasons = [reason("open_thread", { notBefore: hoursAgo(-100) })];
    const permission = { state: "topics_only", place: DM, since: hoursAgo(500) } as const;
    expect(readyAt({ permission, reasons })).toEqual(hoursAgo(-100));
  });

  test("beats no gap, no cap, no quiet hours and no live talk", () => {
    const reasons = [reason("open_thread", { notBefore: hoursAgo(-1) })];
    expect(readyAt({ reasons, sends: [sent(40)], lastMessageAt: hoursAgo(30) })).toEqual(hoursAgo(-8));
    expect(readyAt({ reasons, sends: [sent(60), sent(120)], lastMessageAt: hoursAgo(50) })).toEqual(
      addMs(hoursAgo(120), WEEK_MS),
    );
    expect(readyAt({ reasons, hours: AT_NIGHT })).toEqual(new Date("2026-05-20T23:00:00Z"));
    expect(
      readyAt({ reasons: [reason("open_thread", { notBefore: NOON })], lastMessageAt: addMs(NOON, -MINUTE_MS) }),
    ).toEqual(addMs(NOON, 14 * MINUTE_MS));
  });

  // "Recently active" is: before the moment that the plan was made for. Here they came back after it.
  test("beats nothing any more, once they were here after it", () => {
    const reasons = [reason("open_thread", { notBefore: hoursAgo(10) })];
    expect(readyAt({ lastMessageAt: hoursAgo(1), reasons })).toEqual(hoursAgo(-47));
  });
});

describe("a live talk", () => {
  test("lasts 15 minutes, or the delay where that is shorter", () => {
    const order = ORDER;
    expect(readyAt({ order, lastMessageAt: addMs(NOON, -MINUTE_MS) })).toEqual(addMs(NOON, 14 * MINUTE_MS));
    expect(because({ order, lastMessageAt: addMs(NOON, -MINUTE_MS) })).toBe("live_talk");
    expect(readyAt({ order, lastMessageAt: addMs(NOON, -15 * MINUTE_MS) })).toEqual(NOON);
    const quickly = { ...DEFAULT_SETTINGS, defaultDelayMs: 6 * MINUTE_MS };
    expect(readyAt({ order, lastMessageAt: addMs(NOON, -MINUTE_MS) }, quickly)).toEqual(addMs(NOON, 5 * MINUTE_MS));
  });
});

describe("the gap between two follow-ups", () => {
  test("is the person's own, from the last send, where they answered it", () => {
    const answered = { sends: [sent(50)], lastFollowUpSent: hoursAgo(50), lastMessageAt: hoursAgo(49.5) };
    expect(readyAt({ ...answered, frequencyMs: 72 * HOUR_MS })).toEqual(hoursAgo(-22));
    expect(because({ ...answered, frequencyMs: 72 * HOUR_MS })).toBe("minimum_gap");
  });

  test.each([
    ["one", [10], 96],
    ["two", [10, 300], 192],
    ["three, before the goodbye", [10, 300, 600], 384],
  ])("doubles for each that met with silence: %s", (_, hours, gapHours) => {
    expect(readyAt({ ...unanswered(...hours), everAnswered: true })).toEqual(hoursAgo(10 - gapHours));
  });

  test("is counted from what stands in user_profiles, too, and from the later of the two", () => {
    expect(readyAt({ sends: [], lastFollowUpSent: hoursAgo(10) })).toEqual(hoursAgo(-38));
    expect(readyAt({ sends: [sent(100)], lastFollowUpSent: hoursAgo(10), lastMessageAt: hoursAgo(72) })).toEqual(
      hoursAgo(-38),
    );
    expect(readyAt({ sends: [sent(10)], lastFollowUpSent: hoursAgo(100), lastMessageAt: hoursAgo(5) })).toEqual(
      hoursAgo(-43),
    );
  });

  test("does not double where they reacted without words", () => {
    expect(readyAt({ ...unanswered(10), sends: [sent(10, { reacted: true })] })).toEqual(hoursAgo(-38));
  });
});

describe("messages that met with silence", () => {
  test.each<[string, Pick<FollowUpSnapshot, "sends" | "lastMessageAt">, number]>([
    ["none were sent", { sends: [], lastMessageAt: null }, 0],
    ["they never wrote", { sends: [sent(1), sent(2)], lastMessageAt: null }, 2],
    ["they wrote in between", { sends: [sent(1), sent(2), sent(9)], lastMessageAt: hoursAgo(5) }, 2],
    ["they wrote last", { sends: [sent(4), sent(9)], lastMessageAt: hoursAgo(3) }, 0],
    ["a thumb came under the newest", { sends: [sent(1, { reacted: true }), sent(2)], lastMessageAt: hoursAgo(5) }, 0],
    [
      "a thumb came under an older one",
      { sends: [sent(1), sent(2, { reacted: true }), sent(3)], lastMessageAt: hoursAgo(5) },
      1,
    ],
  ])("are counted in a row: %s", (_, state, count) => {
    expect(unansweredCount(state)).toBe(count);
  });
});

describe("after three that met with silence", () => {
  const silent = unanswered(500, 900, 990);

  test("one goodbye goes to somebody who once answered", () => {
    const assessment = assessed({ ...silent, everAnswered: true, reasons: [reason("open_thread")] });
    expect(assessment).toMatchObject({
      type: "ready",
      at: NOON,
      reason: { kind: "goodbye", memoryId: null, sourceMessageId: null },
    });
  });

  test("the goodbye has its good hours and its cap as well", () => {
    expect(readyAt({ ...silent, everAnswered: true, hours: AT_NIGHT })).toEqual(new Date("2026-05-20T23:00:00Z"));
    expect(readyAt({ ...unanswered(30, 60, 90), everAnswered: true, frequencyMs: HOUR_MS })).toEqual(
      addMs(hoursAgo(60), WEEK_MS),
    );
  });

  test("the goodbye is quiet where something tender came up", () => {
    expect(assessed({ ...silent, everAnswered: true, tender: true })).toMatchObject({ reason: { quiet: true } });
  });

  test("nothing goes to somebody who never answered", () => {
    expect(assessed(silent)).toEqual({ type: "suppress", reasonCode: "unanswered_end" });
    expect(assessed({ ...silent, reasons: [reason("interest")] })).toEqual({
      type: "suppress",
      reasonCode: "unanswered_end",
    });
  });

  test("an open thread is kept for their next visit", () => {
    expect(assessed({ ...silent, reasons: [reason("interest"), reason("open_thread")] })).toEqual({
      type: "keep",
      reasonCode: "kept_for_visit",
    });
  });

  test("nothing follows the goodbye, for years", () => {
    const sends = [sent(24 * 1000, { kind: "goodbye" }), sent(24 * 1020), sent(24 * 1030), sent(24 * 1040)];
    const state = {
      sends,
      lastFollowUpSent: hoursAgo(24 * 1000),
      lastMessageAt: hoursAgo(24 * 1100),
      everAnswered: true,
    };
    expect(assessed(state)).toEqual({ type: "suppress", reasonCode: "unanswered_end" });
    expect(assessed({ ...state, reasons: [reason("open_thread")] })).toEqual({
      type: "keep",
      reasonCode: "kept_for_visit",
    });
  });

  // "Then nothing until they write": a thumb is no writing, and the goodbye said that nothing more comes.
  test("nothing follows a goodbye that got a thumb", () => {
    const sends = [sent(500, { kind: "goodbye", reacted: true }), sent(900), sent(950), sent(990)];
    expect(assessed({ ...silent, sends, everAnswered: true })).toEqual({
      type: "suppress",
      reasonCode: "unanswered_end",
    });
  });

  test("it begins anew when they write", () => {
    expect(readyAt({ ...silent, lastMessageAt: hoursAgo(60), everAnswered: true })).toEqual(NOON);
    expect(assessed({ ...silent, lastMessageAt: hoursAgo(60) })).toMatchObject({ reason: { kind: "check_in" } });
  });
});

describe("the weekly cap", () => {
  // Answered, so that only the cap is in the way.
  const state = { lastMessageAt: hoursAgo(50), frequencyMs: HOUR_MS };

  test("holds in any seven days, not in weeks of the calendar", () => {
    const sends = [sent(60), sent(100)];
    expect(readyAt({ ...state, sends })).toEqual(addMs(hoursAgo(100), WEEK_MS));
    expect(because({ ...state, sends })).toBe("weekly_cap");
    expect(readyAt({ ...state, sends: [sent(60), sent(24 * 7)] })).toEqual(NOON);
    expect(readyAt({ ...state, sends: [sent(60), { ...sent(24 * 7), at: addMs(NOON, 1 - WEEK_MS) }] })).toEqual(
      addMs(NOON, 1),
    );
  });

  test("is as high as it is set", () => {
    const sends = [sent(60), sent(70), sent(80), sent(90)];
    expect(readyAt({ ...state, sends }, { ...DEFAULT_SETTINGS, maxPerWeek: 5 })).toEqual(NOON);
    expect(readyAt({ ...state, sends }, { ...DEFAULT_SETTINGS, maxPerWeek: 4 })).toEqual(addMs(hoursAgo(90), WEEK_MS));
    expect(readyAt({ ...state, sends }, { ...DEFAULT_SETTINGS, maxPerWeek: 1 })).toEqual(addMs(hoursAgo(60), WEEK_MS));
  });
});

describe("an order", () => {
  test("passes over delay, gap, back-off and the end after silence", () => {
    const order = ORDER;
    expect(assessed({ order, lastMessageAt: hoursAgo(1) })).toMatchObject({
      type: "ready",
      at: NOON,
      orderId: "order-1",
    });
    expect(readyAt({ order, sends: [sent(10)], lastFollowUpSent: hoursAgo(10), lastMessageAt: hoursAgo(9) })).toEqual(
      NOON,
    );
    expect(readyAt({ order, ...unanswered(10, 300) })).toEqual(NOON);
    expect(assessed({ order, ...unanswered(10, 300, 700) })).toMatchObject({
      type: "ready",
      at: NOON,
      reason: { kind: "check_in" },
    });
  });

  test("is carried out no earlier than it was ordered for", () => {
    const order = { orderId: "order-2", dueAt: hoursAgo(-24) };
    expect(assessed({ order, lastMessageAt: hoursAgo(1) })).toMatchObject({
      type: "ready",
      at: hoursAgo(-24),
      because: "ordered",
      orderId: "order-2",
    });
  });

  test("for later than what is planned anyway does not hold that up", () => {
    const order = { orderId: "order-2", dueAt: hoursAgo(-24) };
    expect(assessed({ order, lastMessageAt: hoursAgo(50) })).toMatchObject({ type: "ready", at: NOON, orderId: null });
  });

  test("passes over no quiet hours, no weekly cap and no wish for later", () => {
    const order = ORDER;
    expect(readyAt({ order, hours: AT_NIGHT })).toEqual(new Date("2026-05-20T23:00:00Z"));
    expect(because({ order, hours: AT_NIGHT })).toBe("quiet_hours");
    expect(readyAt({ order, sends: [sent(60), sent(100)], lastMessageAt: hoursAgo(50) })).toEqual(
      addMs(hoursAgo(100), WEEK_MS),
    );
    expect(readyAt({ order, snoozedUntil: hoursAgo(-30) })).toEqual(hoursAgo(-30));
  });

  test("waits for no stronger reason", () => {
    const reasons = [reason("open_thread", { notBefore: hoursAgo(-2) })];
    expect(assessed({ order: ORDER, reasons })).toMatchObject({ at: NOON, reason: { kind: "check_in" } });
  });
});

describe("several limits at once", () => {
  test("the last of them holds, and says why", () => {
    const state = {
      lastMessageAt: hoursAgo(40),
      sends: [sent(45)],
      lastFollowUpSent: hoursAgo(45),
      snoozedUntil: hoursAgo(-2),
    };
    expect(assessed(state)).toMatchObject({ at: hoursAgo(-8), because: "recently_active" });
    expect(assessed({ ...state, snoozedUntil: hoursAgo(-9) })).toMatchObject({ at: hoursAgo(-9), because: "snoozed" });
    expect(assessed({ ...state, frequencyMs: 3 * DAY_MS })).toMatchObject({
      at: hoursAgo(-27),
      because: "minimum_gap",
    });
  });

  test("a wait that would end at night is explained by what was waited for", () => {
    const midnight = { lastMessageAt: new Date("2026-05-18T15:00:00Z"), hours: AT_NIGHT };
    expect(assessed(midnight)).toMatchObject({ at: new Date("2026-05-20T23:00:00Z"), because: "recently_active" });
    expect(assessed({ hours: AT_NIGHT })).toMatchObject({
      at: new Date("2026-05-20T23:00:00Z"),
      because: "quiet_hours",
    });
  });

  test("what is over by then is not asked about any more", () => {
    const reasons = [reason("open_thread", { staleAt: hoursAgo(-8) })];
    const permission = { state: "topics_only", place: DM, since: hoursAgo(500) } as const;
    expect(readyAt({ permission, reasons, lastMessageAt: addMs(hoursAgo(40), -1) })).toEqual(addMs(hoursAgo(-8), -1));
    expect(readyAt({ permission, reasons, lastMessageAt: hoursAgo(40) })).toBe("nothing_to_say");
    expect(assessed({ reasons, lastMessageAt: hoursAgo(40) })).toMatchObject({ reason: { kind: "check_in" } });
  });

  test("what is ready at once is ready now, never in the past", () => {
    expect(readyAt({ lastMessageAt: hoursAgo(5000), snoozedUntil: hoursAgo(3000) })).toEqual(NOON);
  });
});
