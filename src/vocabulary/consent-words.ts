/** What a person decided about follow-ups. `granted`: also plain check-ins; `topics_only`: only about what they told. */
export const CONSENT_DECISIONS = ["granted", "topics_only", "refused"] as const;
export type ConsentDecision = (typeof CONSENT_DECISIONS)[number];

/** How the decision reached us. `operator_setting`: `FOLLOW_UP_CONSENT=opt-out` stands for the yes.
 * `platform_refusal`: the platform said that they do not want messages. */
export const CONSENT_MECHANISMS = [
  "button",
  "command",
  "stop_button",
  "platform_refusal",
  "operator_setting",
  "profile_flag",
  "host",
] as const;
/** One of ours, or `host:` and the host's own word for it. */
export type ConsentMechanism = (typeof CONSENT_MECHANISMS)[number] | `host:${string}`;

/** The button ids of the permission question and of a follow-up. Stored in sent messages; never renamed. */
export const BUTTON_IDS = {
  consentAsk: "consent:ask",
  consentYes: "consent:yes",
  consentTopics: "consent:topics",
  consentNo: "consent:no",
  why: "why",
  later: "later",
  stop: "stop",
  up: "up",
  down: "down",
  /** With a person's id behind a colon: words for that person alone. */
  show: "show",
  /** Under the words of the crisis lane: asks for one check-in in a few days. */
  checkIn: "check-in",
  /** With a command's name and words behind a colon: runs it for whoever presses. */
  run: "run",
  /** With a person's id behind a colon. */
  ask: "ask",
  /** With an operation and a job's id behind colons. */
  job: "job",
} as const;
