import { expect, test } from "vitest";

import * as vocabulary from "../../src/vocabulary/index.ts";

/**
 * Names that outlive the code: they stand in databases and in messages that were sent. A name may be added here. One that is
 * there is never renamed, never taken away, and never used for something else.
 */

interface StoredJobType {
  readonly name: string;
  readonly payload: { readonly shape: Readonly<Record<string, unknown>> };
}

function isJobType(value: unknown): value is StoredJobType {
  return typeof value === "object" && value !== null && "name" in value && "payload" in value;
}

const JOB_TYPES = (Object.values(vocabulary) as readonly unknown[]).filter(isJobType);

test("job types and the fields of their payloads", () => {
  expect(Object.fromEntries(JOB_TYPES.map(({ name, payload }) => [name, Object.keys(payload.shape)]))).toEqual({
    follow_up_message: ["personId"],
    deliver_message: ["outboundId"],
    forget_places: ["serverId", "channelId"],
    activity_sweep: [],
    data_cleanup: [],
    record_own_message: ["outboundId"],
  });
});

test("job names fit into their column", () => {
  for (const { name } of JOB_TYPES) {
    expect(name).toMatch(/^[a-z][a-z0-9_]{0,99}$/);
  }
});

test("reason codes", () => {
  expect(vocabulary.REASON_CODES).toEqual([
    "reason_found",
    "ordered",
    "disabled",
    "no_permission",
    "withdrawn",
    "frozen",
    "snoozed",
    "live_talk",
    "recently_active",
    "weekly_cap",
    "minimum_gap",
    "quiet_hours",
    "unanswered_end",
    "kept_for_visit",
    "nothing_to_say",
    "already_queued",
    "text_refused",
    "came_back",
    "overdue",
    "before_date",
    "platform_refused",
    "delivery_failed",
    "arrival_unknown",
    "paused",
    "source_gone",
    "left_server",
    "place_gone",
    "cancelled",
    "host_refused",
  ]);
});

test("outcomes of a decision", () => {
  expect(vocabulary.DECISION_OUTCOMES).toEqual(["send", "wait", "keep", "suppress"]);
});

test("kinds of follow-ups", () => {
  expect(vocabulary.FOLLOW_UP_KINDS).toEqual([
    "check_in",
    "after_low_mood",
    "after_high_mood",
    "interest",
    "open_thread",
    "goodbye",
  ]);
});

test("decisions about consent and how they reached us", () => {
  expect(vocabulary.CONSENT_DECISIONS).toEqual(["granted", "topics_only", "refused"]);
  expect(vocabulary.CONSENT_MECHANISMS).toEqual([
    "button",
    "command",
    "stop_button",
    "platform_refusal",
    "operator_setting",
    "profile_flag",
    "host",
  ]);
});

test("button ids", () => {
  expect(Object.values(vocabulary.BUTTON_IDS)).toEqual([
    "consent:ask",
    "consent:yes",
    "consent:topics",
    "consent:no",
    "why",
    "later",
    "stop",
    "up",
    "down",
    "show",
    "check-in",
    "run",
    "ask",
    "job",
  ]);
});

test("moods and relationships", () => {
  expect(vocabulary.MOODS).toEqual(["stressed", "sad", "angry", "happy", "excited", "calm"]);
  expect(vocabulary.RELATIONSHIPS).toEqual(["acquaintance", "friend", "close_friend"]);
});
