/** The kinds of follow-up. Stored; never renamed. */
export const FOLLOW_UP_KINDS = [
  "check_in",
  "after_low_mood",
  "after_high_mood",
  "interest",
  "open_thread",
  "goodbye",
] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

/** Whether a kind goes back to something that the person told; a check-in and a goodbye do not, and need the whole yes. */
export function citesTheirs(kind: FollowUpKind): boolean {
  return kind !== "check_in" && kind !== "goodbye";
}

/** What a decision can come to. `keep`: not worth an interruption now; it opens their next visit. */
export const DECISION_OUTCOMES = ["send", "wait", "keep", "suppress"] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** Why a decision came out as it did. Stored; never renamed. The words for people are in `REASON_WORDS`. */
export const REASON_CODES = [
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
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Each reason in plain words, for operators and for the page. */
export const REASON_WORDS: Readonly<Record<ReasonCode, string>> = {
  reason_found: "there was something of their own to ask about",
  ordered: "an administrator asked for it",
  disabled: "follow-ups are switched off for this bot",
  no_permission: "they have not given permission",
  withdrawn: "they said no, or switched follow-ups off",
  frozen: "follow-ups are paused for this person",
  snoozed: "they asked for later",
  live_talk: "a talk is going on right now",
  recently_active: "they were here only a short while ago",
  weekly_cap: "the most messages for seven days have been sent",
  minimum_gap: "the last follow-up was too short a time ago",
  quiet_hours: "it is not an hour at which they are usually around",
  unanswered_end: "the last messages stayed without an answer, so nothing more is sent until they write",
  kept_for_visit: "it can wait until they write again by themselves",
  nothing_to_say: "there is nothing of their own to ask about",
  already_queued: "another message to them is on its way",
  text_refused: "no text passed the checks",
  came_back: "they wrote again before it was sent",
  platform_refused: "the chat platform refused the message",
  arrival_unknown: "nobody can tell whether it arrived, so it is not sent again",
  delivery_failed: "it could not be delivered after several tries",
  before_date: "what it is about has not happened yet",
  overdue: "it should have gone out earlier, and what is late is spread out, never sent in a burst",
  paused: "an operator has paused all follow-ups of this bot",
  source_gone: "what it went back to was deleted or changed",
  left_server: "they left the server that it was for",
  place_gone: "the place that it was for is gone",
  cancelled: "an operator cancelled it",
  host_refused: "the privacy rules of the bot say no for now",
};

/** The same, said to the person it is about. */
export const REASON_WORDS_TO_PERSON: Readonly<Record<ReasonCode, string>> = {
  ...REASON_WORDS,
  reason_found: "there is something of yours to ask about",
  no_permission: "you have not said yes",
  withdrawn: "you said no, or switched them off",
  frozen: "they are paused",
  snoozed: "you asked for later",
  live_talk: "we are talking right now",
  recently_active: "you were here only a short while ago",
  quiet_hours: "it is not an hour at which you are usually around",
  unanswered_end: "I wait until you write",
  kept_for_visit: "it can wait until you write",
  nothing_to_say: "there is nothing of yours to ask about",
  already_queued: "one is on its way",
  came_back: "you wrote again before it was sent",
  paused: "all of them are paused for a while",
  left_server: "you left the server that it was for",
};
