import { type Memory, readPerson, recallActivity, recallMemories, relationshipOf } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { describeDay, HOUR_MS, unreachable } from "../kernel/index.ts";
import { pastSends } from "../outbound/index.ts";
import { type Permission, type PersonSettings, readAskedCheckIn, readStanding } from "../privacy/index.ts";
import { mayBeMentionedIn, type PersonId, type Place } from "../vocabulary/index.ts";
import type { FollowUpReason, FollowUpSettings, FollowUpSnapshot } from "./follow-ups-types.ts";
import { selectAnsweredAndPaused } from "./sql/follow-up-history.ts";
import { selectNextOrder } from "./sql/orders.ts";
import type { ContactHours } from "./timing/contact-hours.ts";

/** The settings that go into a snapshot. */
export type SnapshotSettings = Pick<FollowUpSettings, "enabled" | "quietHours" | "consentMode" | "dryRun">;

/** Reads all that a decision about one person is made from; without the message `exceptOutbound`, which is being decided on. */
export async function readSnapshot(
  transaction: Transaction,
  person: PersonId,
  { settings, exceptOutbound }: { readonly settings: SnapshotSettings; readonly exceptOutbound?: string },
): Promise<FollowUpSnapshot> {
  const now = await transaction.now();
  const { permission, settings: own } = await readStanding(transaction, person, settings.consentMode);
  const state = await readPerson(transaction, person);
  // A dry run shows the rhythm of the real thing; when the real thing begins, nobody has got anything yet.
  const sends = (await pastSends(transaction, person)).filter(
    ({ outboundId, status }) => outboundId !== exceptOutbound && (settings.dryRun || status !== "dry_run"),
  );
  const memories = await recallMemories(transaction, person, now);
  const [order] = await transaction.run(selectNextOrder, [person]);
  const checkIn = await readAskedCheckIn(transaction, person);
  const [history] = await transaction.run(selectAnsweredAndPaused, [person]);
  return {
    now,
    enabled: settings.enabled,
    paused: history?.paused ?? false,
    permission: permission.state === "refused" ? { state: "refused" } : permission,
    frozen: own.frozenAt !== null,
    snoozedUntil: own.snoozedUntil,
    lastMessageAt: state.lastMessageAt,
    sends,
    lastFollowUpSent: own.lastFollowUpSent,
    queued: sends.some(({ status }) => status === "queued" || status === "sending"),
    everAnswered: history?.answered ?? false,
    frequencyMs: own.followUpFrequencyHours * HOUR_MS,
    hours: contactHours({
      own,
      permission,
      quietHours: settings.quietHours,
      activity: await recallActivity(transaction, person),
      checkIn,
    }),
    relationship: relationshipOf(state),
    reasons: "place" in permission ? usableReasons(memories, { place: permission.place, timeZone: own.timeZone }) : [],
    tender: isTender(memories),
    order: order === undefined || !reaches(order, permission) ? null : { orderId: order.orderId, dueAt: order.dueAt },
    checkIn,
  };
}

/** A server administrator's order goes into that server or nowhere. */
function reaches({ serverId }: { readonly serverId: string | null }, permission: Permission): boolean {
  return serverId === null || ("place" in permission && permission.place.serverId === serverId);
}

function contactHours({
  own,
  permission,
  quietHours,
  activity,
  checkIn,
}: {
  readonly own: PersonSettings;
  readonly permission: Permission;
  readonly quietHours: FollowUpSettings["quietHours"];
  readonly activity: readonly Date[];
  readonly checkIn: FollowUpSnapshot["checkIn"];
}): ContactHours {
  if (own.timeZone !== null) {
    return { type: "zone", timeZone: own.timeZone, quiet: quietHours };
  }
  if (activity.length > 0) {
    return { type: "activity", times: activity };
  }
  // Saying yes, or asking for a check-in, was an hour at which they were here, if nothing else is known.
  const times = [...("place" in permission ? [permission.since] : []), ...(checkIn === null ? [] : [checkIn.askedAt])];
  return { type: "activity", times };
}

/** The memories that may be spoken of in this place and were not asked about yet, as reasons. */
function usableReasons(
  memories: readonly Memory[],
  { place, timeZone }: { readonly place: Place; readonly timeZone: string | null },
): readonly FollowUpReason[] {
  const tender = isTender(memories);
  const topics = new Map(
    memories.flatMap((memory) =>
      memory.kind === "topic" && !memory.tender ? [[memory.sourceMessageId, memory.phrase]] : [],
    ),
  );
  const interests = new Set(
    memories.flatMap(({ kind, sourceMessageId }) => (kind === "interest" ? [sourceMessageId] : [])),
  );
  return (
    memories
      .filter((memory) => memory.askedAt === null && mayBeMentionedIn(memory.place, place))
      // "I love painting" is no mood of that day.
      .filter((memory) => !(memory.kind === "mood" && isHigh(memory) && interests.has(memory.sourceMessageId)))
      .flatMap((memory) => {
        const kind = kindOf(memory, place);
        // After a tender talk a mood is theirs to speak of, or not.
        if (kind === null || (tender && memory.kind === "mood")) {
          return [];
        }
        const topic = memory.kind === "mood" ? (topics.get(memory.sourceMessageId) ?? null) : memory.phrase;
        const { memoryId, sourceMessageId, staleAt } = memory;
        const dated = memory.kind === "open_thread" ? dateOf(memory, timeZone) : { notBefore: null };
        return [{ kind, memoryId, topic, sourceMessageId, staleAt, quiet: tender || isQuiet(memory), ...dated }];
      })
  );
}

/**
 * When an open thread may be asked about: after its date. One that lay ahead when they told of it beats the usual delay. One on the
 * same day does not where their zone is unknown: days are counted in UTC then, and "this morning" said at night may have been hours
 * ago for them. Without a date, or where it goes on, both hold.
 */
function dateOf(
  { mattersAt, notedAt, askAt }: Extract<Memory, { kind: "open_thread" }>,
  timeZone: string | null,
): Pick<FollowUpReason, "notBefore" | "delayHolds"> {
  if (mattersAt !== null && mattersAt <= notedAt) {
    return { notBefore: null };
  }
  const unsure =
    mattersAt === null || askAt < mattersAt || (timeZone === null && describeDay(mattersAt) === describeDay(notedAt));
  return unsure ? { notBefore: askAt, delayHolds: true } : { notBefore: askAt };
}

function kindOf(memory: Memory, place: Place): FollowUpReason["kind"] | null {
  switch (memory.kind) {
    case "open_thread":
    case "interest":
      return memory.kind;
    case "mood":
      return place.kind === "dm" ? moodKind(memory.mood) : null; // a mood is nobody's business in a server
    case "topic":
      return null;
    default:
      return unreachable(memory);
  }
}

function moodKind(mood: Extract<Memory, { kind: "mood" }>["mood"]): FollowUpReason["kind"] | null {
  switch (mood) {
    case "stressed":
    case "sad":
      return "after_low_mood";
    case "happy":
    case "excited":
      return "after_high_mood";
    case "angry":
    case "calm":
      return null;
    default:
      return unreachable(mood);
  }
}

function isQuiet(memory: Memory): boolean {
  return memory.kind === "open_thread"
    ? memory.tender
    : memory.kind === "mood" && moodKind(memory.mood) === "after_low_mood";
}

function isHigh({ mood }: Extract<Memory, { kind: "mood" }>): boolean {
  return moodKind(mood) === "after_high_mood";
}

function isTender(memories: readonly Memory[]): boolean {
  return memories.some((memory) => memory.kind === "topic" && memory.tender);
}
