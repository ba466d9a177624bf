import { addMs, HOUR_MS, latest, MINUTE_MS, WEEK_MS } from "../../kernel/index.ts";
import type { ReasonCode } from "../../vocabulary/index.ts";
import type { Assessment, Decision, FollowUpReason, FollowUpSettings, FollowUpSnapshot } from "../follow-ups-types.ts";
import { nextContactTime } from "../timing/contact-hours.ts";
import { assessAskedCheckIn } from "./asked-check-in.ts";
import { availableReasons, chooseReason } from "./choose-reason.ts";

/** A talk is live for this long after its last message, or for the configured delay where that is shorter. */
export const LIVE_TALK_MS = 15 * MINUTE_MS;
/** So many messages in a row without an answer, and it ends. */
export const UNANSWERED_LIMIT = 3;
/** A follow-up that is due for longer than this was held up by an outage. */
const OVERDUE_MS = 1 * HOUR_MS;

const SPREAD_MS = 2 * HOUR_MS;

/** The settings that the rules read. */
export type PolicySettings = Pick<FollowUpSettings, "defaultDelayMs" | "maxPerWeek">;

/**
 * What may happen for a person, and when at the earliest. The one set of rules: planning, deciding and the page all ask here.
 *
 * An order passes over delay, gap, back-off and recent activity, never over permission, crisis, quiet hours, weekly cap or a live
 * talk.
 */
export function assess(snapshot: FollowUpSnapshot, settings: PolicySettings): Assessment {
  const asked = assessAskedCheckIn(snapshot, liveTalkUntil(snapshot, settings));
  if (asked !== null) {
    return asked;
  }
  const blocked = blockedBy(snapshot, settings);
  if (blocked !== null) {
    return { type: "suppress", reasonCode: blocked };
  }
  const planned = assessReasons({ ...snapshot, order: null }, settings);
  if (snapshot.order === null) {
    return planned;
  }
  // An order for next month is no reason to be silent until then.
  const ordered = assessOrder(snapshot, settings);
  return planned.type === "ready" && (ordered.type !== "ready" || planned.at < ordered.at) ? planned : ordered;
}

/** What may come of the snapshot's order, whatever else is planned. */
export function assessOrder(snapshot: FollowUpSnapshot, settings: PolicySettings): Assessment {
  const blocked = blockedBy(snapshot, settings);
  return blocked === null ? assessReasons(snapshot, settings) : { type: "suppress", reasonCode: blocked };
}

function assessReasons(snapshot: FollowUpSnapshot, settings: PolicySettings): Assessment {
  const order = snapshot.order;
  const unanswered = unansweredCount(snapshot);
  const goodbyeSaid = sinceLastMessage(snapshot).some(({ kind }) => kind === "goodbye");
  const ended = (unanswered >= UNANSWERED_LIMIT || goodbyeSaid) && order === null;
  const reasons = ended ? (goodbyeSaid ? [] : goodbyeReasons(snapshot)) : availableReasons(snapshot);
  if (ended && reasons.length === 0) {
    const worthKeeping = snapshot.reasons.some(({ kind }) => kind === "open_thread");
    return worthKeeping
      ? { type: "keep", reasonCode: "kept_for_visit" }
      : { type: "suppress", reasonCode: "unanswered_end" };
  }
  const limits = limitsOf(snapshot, settings, unanswered);
  const chosen = chooseReason(reasons, (reason) => readyAt(reason, { snapshot, settings, limits }), {
    patient: order === null,
  });
  if (chosen === null) {
    return { type: "suppress", reasonCode: "nothing_to_say" };
  }
  return { type: "ready", ...chosen.ready, reason: chosen.reason, orderId: order?.orderId ?? null };
}

/** What is to be done now that a follow-up is due; `dueAt` is when its job was due, `spread` a number in [0, 1) of this job's own. */
export function decide(
  snapshot: FollowUpSnapshot,
  settings: PolicySettings,
  { dueAt, spread }: { readonly dueAt: Date; readonly spread: number },
): Decision {
  const assessment = assess(snapshot, settings);
  if (assessment.type !== "ready") {
    return assessment;
  }
  const onlyTheHour = assessment.at <= snapshot.now || assessment.because === "quiet_hours";
  if (onlyTheHour && assessment.orderId === null && snapshot.now.getTime() - dueAt.getTime() > OVERDUE_MS) {
    const from = latest(assessment.at, addMs(snapshot.now, MINUTE_MS));
    return { type: "wait", reasonCode: "overdue", until: spreadFrom(from, spread, snapshot.hours) };
  }
  if (assessment.at > snapshot.now) {
    return { type: "wait", reasonCode: assessment.because, until: assessment.at };
  }
  const reasonCode = assessment.orderId === null ? "reason_found" : "ordered";
  return { type: "send", reasonCode, reason: assessment.reason, orderId: assessment.orderId };
}

/** A moment within the good hours after `from`; where these end before it, within the next ones, as far from their beginning. */
export function spreadFrom(from: Date, spread: number, hours: FollowUpSnapshot["hours"]): Date {
  const wanted = addMs(from, spread * SPREAD_MS);
  const good = nextContactTime(wanted, hours) ?? wanted;
  return good > wanted ? (nextContactTime(addMs(good, spread * SPREAD_MS), hours) ?? good) : wanted;
}

/**
 * The last word before the platform is called; the message itself is no longer among `snapshot.sends`. A message that was not
 * ordered also keeps the gap to what another run may have sent meanwhile.
 */
export function decideAgain(
  snapshot: FollowUpSnapshot,
  settings: PolicySettings,
  {
    queuedAt,
    ordered,
    asked = false,
  }: { readonly queuedAt: Date; readonly ordered: boolean; readonly asked?: boolean },
): Decision | null {
  if (asked) {
    return decideAskedAgain(snapshot, settings);
  }
  const blocked = blockedBy(snapshot, settings);
  if (blocked !== null) {
    return { type: "suppress", reasonCode: blocked };
  }
  const { now, lastMessageAt, snoozedUntil } = snapshot;
  const lies = (moment: Date | null): boolean => moment !== null && moment > now;
  // A message may be older than the row and yet have come in after it: hence also the live talk.
  if (lies(liveTalkUntil(snapshot, settings)) || (lastMessageAt !== null && lastMessageAt > queuedAt)) {
    return { type: "suppress", reasonCode: "came_back" };
  }
  if (lies(snoozedUntil)) {
    return { type: "suppress", reasonCode: "snoozed" };
  }
  if (lies(weeklyCapUntil(snapshot, settings))) {
    return { type: "suppress", reasonCode: "weekly_cap" };
  }
  if (!ordered && lies(gapUntil(snapshot, unansweredCount(snapshot)))) {
    return { type: "suppress", reasonCode: "minimum_gap" };
  }
  const allowed = nextContactTime(now, snapshot.hours);
  return allowed !== null && allowed > now ? { type: "wait", reasonCode: "quiet_hours", until: allowed } : null;
}

/** As {@link decideAgain}, for the check-in that they asked for: it waits for the hour and for the end of a talk, or is not sent. */
function decideAskedAgain(snapshot: FollowUpSnapshot, settings: PolicySettings): Decision | null {
  const asked = assessAskedCheckIn(snapshot, liveTalkUntil(snapshot, settings));
  if (asked?.type !== "ready") {
    return { type: "suppress", reasonCode: snapshot.paused ? "paused" : "withdrawn" };
  }
  return asked.at > snapshot.now ? { type: "wait", reasonCode: "quiet_hours", until: asked.at } : null;
}

function liveTalkUntil({ lastMessageAt }: FollowUpSnapshot, { defaultDelayMs }: PolicySettings): Date | null {
  return lastMessageAt && addMs(lastMessageAt, Math.min(LIVE_TALK_MS, defaultDelayMs));
}

function blockedBy(
  { now, enabled, paused, permission, frozen, queued, hours }: FollowUpSnapshot,
  settings: PolicySettings,
): ReasonCode | null {
  if (!enabled) {
    return "disabled";
  }
  if (paused) {
    return "paused";
  }
  if (permission.state === "refused") {
    return "withdrawn";
  }
  if (permission.state === "not_asked") {
    return "no_permission";
  }
  if (frozen) {
    return "frozen";
  }
  if (queued) {
    return "already_queued";
  }
  if (settings.maxPerWeek < 1) {
    return "weekly_cap";
  }
  return nextContactTime(now, hours) === null ? "quiet_hours" : null;
}

/** Messages since their last one that met with silence. */
export function unansweredCount(snapshot: Pick<FollowUpSnapshot, "sends" | "lastMessageAt">): number {
  const since = sinceLastMessage(snapshot);
  const reaction = since.findIndex(({ reacted }) => reacted);
  return reaction === -1 ? since.length : reaction;
}

function sinceLastMessage({
  sends,
  lastMessageAt,
}: Pick<FollowUpSnapshot, "sends" | "lastMessageAt">): FollowUpSnapshot["sends"] {
  return sends.filter(({ at }) => lastMessageAt === null || at > lastMessageAt);
}

/** One kind goodbye, to people who once answered. It cites nothing of theirs, so it needs the whole yes, as a check-in does. */
function goodbyeReasons(snapshot: FollowUpSnapshot): readonly FollowUpReason[] {
  return snapshot.everAnswered && snapshot.permission.state === "granted"
    ? [
        {
          kind: "goodbye",
          memoryId: null,
          topic: null,
          sourceMessageId: null,
          notBefore: null,
          staleAt: null,
          quiet: snapshot.tender,
        },
      ]
    : [];
}

interface Limit {
  readonly until: Date;
  readonly because: ReasonCode;
}

/** What holds whatever the message is about. */
function limitsOf(snapshot: FollowUpSnapshot, settings: PolicySettings, unanswered: number): readonly Limit[] {
  const limits: Limit[] = [];
  const add = (until: Date | null, because: ReasonCode): void => {
    if (until !== null) {
      limits.push({ until, because });
    }
  };
  add(snapshot.snoozedUntil, "snoozed");
  add(liveTalkUntil(snapshot, settings), "live_talk");
  add(weeklyCapUntil(snapshot, settings), "weekly_cap");
  if (snapshot.order === null) {
    add(gapUntil(snapshot, unanswered), "minimum_gap");
  } else {
    add(snapshot.order.dueAt, "ordered");
  }
  return limits;
}

function weeklyCapUntil({ sends }: FollowUpSnapshot, { maxPerWeek }: PolicySettings): Date | null {
  const first = sends[maxPerWeek - 1];
  return first === undefined ? null : addMs(first.at, WEEK_MS);
}

/** The gap after the last message, doubled by each one that met with silence. */
function gapUntil({ sends, lastFollowUpSent, frequencyMs }: FollowUpSnapshot, unanswered: number): Date | null {
  const newest = sends[0]?.at ?? lastFollowUpSent;
  return newest && addMs(latest(newest, lastFollowUpSent), frequencyMs * 2 ** unanswered);
}

interface Ready {
  readonly at: Date;
  readonly because: ReasonCode;
}

/** When this reason may be spoken of at the earliest; `null` where that would be too late for it, or never. */
function readyAt(
  reason: FollowUpReason,
  {
    snapshot,
    settings,
    limits,
  }: { readonly snapshot: FollowUpSnapshot; readonly settings: PolicySettings; readonly limits: readonly Limit[] },
): Ready | null {
  let last: Limit = { until: snapshot.now, because: snapshot.order === null ? "reason_found" : "ordered" };
  for (const limit of [...limits, ...ownLimits(reason, snapshot, settings)]) {
    if (limit.until > last.until) {
      last = limit;
    }
  }
  const at = nextContactTime(last.until, snapshot.hours);
  if (at === null || (reason.staleAt !== null && at >= reason.staleAt)) {
    return null;
  }
  return {
    at,
    because: last.until > snapshot.now || at.getTime() === last.until.getTime() ? last.because : "quiet_hours",
  };
}

function ownLimits(reason: FollowUpReason, snapshot: FollowUpSnapshot, settings: PolicySettings): readonly Limit[] {
  const { lastMessageAt, permission, order, now } = snapshot;
  const limits: Limit[] = [];
  if (reason.notBefore !== null && (lastMessageAt === null || reason.notBefore > lastMessageAt)) {
    limits.push({ until: reason.notBefore, because: "before_date" });
    if (reason.delayHolds !== true) {
      return limits;
    }
  }
  if (order === null && reason.kind !== "goodbye") {
    const since = lastMessageAt ?? ("since" in permission ? permission.since : now);
    limits.push({ until: addMs(since, settings.defaultDelayMs), because: "recently_active" });
  }
  return limits;
}
