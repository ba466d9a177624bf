import { expect, test } from "vitest";

import { addMs, HOUR_MS } from "../../kernel/index.ts";
import type { FollowUpSnapshot } from "../follow-ups-types.ts";
import { assess, decideAgain } from "./assess.ts";
import { DEFAULT_SETTINGS, DM, hoursAgo, NOON, snapshot } from "./testing/snapshots.ts";

const FROZEN: Partial<FollowUpSnapshot> = {
  frozen: true,
  permission: { state: "not_asked" },
  lastMessageAt: hoursAgo(1),
};
const asked = (hours: number): FollowUpSnapshot["checkIn"] => ({ place: DM, askedAt: hoursAgo(hours) });

function assessed(changes: Partial<FollowUpSnapshot>): unknown {
  const assessment = assess(snapshot({ ...FROZEN, ...changes }), DEFAULT_SETTINGS);
  return assessment.type === "ready" && assessment.reason.asked === true ? assessment.at : assessment.type;
}

test("whoever asked for it in the crisis lane is asked once after two days, though nothing else is sent to them", () => {
  expect(assessed({ checkIn: asked(1) })).toEqual(addMs(NOON, 47 * HOUR_MS));
  expect(assessed({ checkIn: asked(50) })).toEqual(NOON);
  expect(assessed({ checkIn: null })).toBe("suppress");
});

test("never in quiet hours, never in a live talk, and not at all after the third day", () => {
  const quiet = { fromMinute: 0, toMinute: 18 * 60 };
  expect(assessed({ checkIn: asked(50), hours: { type: "zone", timeZone: "UTC", quiet } })).toEqual(
    addMs(NOON, 6 * HOUR_MS),
  );
  expect(assessed({ checkIn: asked(70), hours: { type: "zone", timeZone: "UTC", quiet } })).toBe("suppress");
  expect(assessed({ checkIn: asked(50), lastMessageAt: hoursAgo(0.1) })).toEqual(addMs(NOON, 0.15 * HOUR_MS));
  expect(assessed({ checkIn: asked(73) })).toBe("suppress");
});

test("an operator who switched follow-ups off or paused them stops it, too", () => {
  expect(assessed({ checkIn: asked(50), enabled: false })).toBe("suppress");
  expect(assessed({ checkIn: asked(50), paused: true })).toBe("suppress");
});

test("at the last moment it leaves, waits for a good hour, or is dropped where they did not want it any more", () => {
  const again = (changes: Partial<FollowUpSnapshot>): unknown =>
    decideAgain(snapshot({ ...FROZEN, ...changes }), DEFAULT_SETTINGS, { queuedAt: NOON, ordered: false, asked: true })
      ?.type ?? "leaves";
  expect(again({ checkIn: asked(50) })).toBe("leaves");
  expect(again({ checkIn: asked(50), lastMessageAt: hoursAgo(0.1) })).toBe("wait");
  expect(again({ checkIn: null })).toBe("suppress");
});
