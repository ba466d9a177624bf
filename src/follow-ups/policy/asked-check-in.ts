import { addMs, DAY_MS, latest } from "../../kernel/index.ts";
import type { Assessment, FollowUpReason, FollowUpSnapshot } from "../follow-ups-types.ts";
import { nextContactTime } from "../timing/contact-hours.ts";
import { plainCheckIn } from "./choose-reason.ts";

/** "In a few days": not before the one, never after the other. */
export const CHECK_IN_FROM_MS = 2 * DAY_MS;
export const CHECK_IN_UNTIL_MS = 3 * DAY_MS;

const REASON: FollowUpReason = { ...plainCheckIn({ quiet: true }), asked: true };

/**
 * The check-in that somebody asked for in the crisis lane: they asked, so neither a freeze nor a missing yes, cap or gap holds it up. Quiet hours and a
 * live talk do, and so do operators; where no good moment comes before the third day is over, it is too late. `null`: none is to come.
 */
export function assessAskedCheckIn(
  { now, enabled, paused, queued, checkIn, hours }: FollowUpSnapshot,
  liveTalkUntil: Date | null,
): Assessment | null {
  if (checkIn === null || !enabled || paused || queued) {
    return null;
  }
  const from = latest(latest(now, addMs(checkIn.askedAt, CHECK_IN_FROM_MS)), liveTalkUntil);
  const at = nextContactTime(from, hours);
  if (at === null || at > addMs(checkIn.askedAt, CHECK_IN_UNTIL_MS)) {
    return null;
  }
  // To operators it looks like any other message that waits for somebody's Later to be over.
  return { type: "ready", at, because: "snoozed", reason: REASON, orderId: null };
}
