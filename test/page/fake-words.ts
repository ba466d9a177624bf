import type { Button, PersonPanel } from "../../src/web/contract.ts";

/** The believable data of the fake server: a Tuesday afternoon, and what the bot says. */
export const START = "2026-11-24T14:05:00.000Z";
export const BOT = { id: "bot", name: "Ember", bot: true } as const;
export const MODEL_HINT = "Ember listens and follows up, but does not chat yet: set `LLM_BASE_URL` to give it a voice.";

export const CHANNELS = [
  { id: "dm", label: "Direct chat", hint: "only you and Ember" },
  { id: "general", label: "general", hint: "everybody reads along" },
  { id: "random", label: "random", hint: "everybody reads along" },
] as const;

export const QUESTION = [
  "May I write to you once in a while, when you have been gone for some days?",
  "Only with a reason, at most twice a week, never at night. Until you answer I keep only a count of your messages; their words for 24 hours. A program writes these messages, and no model reads them.",
  "-# change it any time · `!followup_settings off`",
].join("\n");

export const QUESTION_BUTTONS: readonly Button[] = [
  { id: "consent:yes", label: "Yes" },
  { id: "consent:topics", label: "Only about what I told you" },
  { id: "consent:no", label: "No" },
];

export const FOLLOW_UP =
  "Hi **nora**! Your biology exam was on Thursday, and you were quite stressed about it. How did it go?\n-# automated · `/followup_settings`";

export const FOLLOW_UP_BUTTONS: readonly Button[] = [
  { id: "why", label: "Why this?" },
  { id: "later", label: "Later" },
  { id: "stop", label: "Stop" },
  { id: "up", label: "👍" },
  { id: "down", label: "👎" },
];

export const WHY =
  "You said on Tuesday in our direct chat: “My biology exam is on Thursday and I'm quite stressed about it”. You agreed to follow-ups here on 24 November.";

/** Of somebody who has not written yet. */
export function newPanel(name: string): PersonPanel {
  return {
    name,
    permission: {
      state: "not_asked",
      words: "Not asked yet. The question comes with the third message of a talk.",
    },
    relationship: { level: "acquaintance", words: "You have talked a little so far. The tone is polite and light." },
    mood: null,
    facts: [],
    next: null,
    nothingPlanned: "nothing is planned, because there is no permission yet",
    decisions: [],
    followUps: [],
    timeZone: null,
    hours:
      "the time zone is not known, so a message goes out only within two hours of a time of day at which they wrote",
    messageCount: 0,
  };
}

/** What a yes changes. */
export function grantedPanel(panel: PersonPanel, now: string): PersonPanel {
  return {
    ...panel,
    permission: { state: "granted", words: "has said yes to follow-ups in the direct chat, on 24 November" },
    mood: "stressed, since today's talk about the exam",
    facts: [
      {
        id: "f1",
        words: "has a biology exam on Thursday",
        source: "My biology exam is on Thursday and I'm quite stressed about it",
        place: "in the direct chat",
        notedAt: now,
      },
      {
        id: "f2",
        words: "lives on coffee in a long week",
        source: "coffee keeps me going",
        place: "in the direct chat",
        notedAt: now,
      },
    ],
    next: {
      at: "2026-11-26T16:10:00.000Z",
      words:
        "to ask how the biology exam went: it is on that Thursday, and afternoons are when they are usually around",
    },
    nothingPlanned: null,
  };
}

/** A person with a past, for the panel. */
export function samPanel(): PersonPanel {
  return {
    name: "sam",
    permission: {
      state: "topics_only",
      words: "has agreed to be asked about what they told, in the direct chat, on 3 November",
    },
    relationship: { level: "friend", words: "You have talked on several occasions. The tone is warm." },
    mood: "happy, since the talk on Friday",
    facts: [
      {
        id: "s1",
        words: "is building a guitar",
        source: "the neck of my guitar finally fits!",
        place: "in the direct chat",
        notedAt: "2026-11-20T18:20:00.000Z",
      },
      {
        id: "s2",
        words: "runs on Sundays by the river",
        source: "sunday run along the Spree again",
        place: "in #general",
        notedAt: "2026-11-15T10:02:00.000Z",
      },
    ],
    next: {
      at: "2026-11-28T17:30:00.000Z",
      words: "to ask how the guitar is coming on; the last follow-up was answered, so the usual gap of two days holds",
    },
    nothingPlanned: null,
    decisions: [
      {
        id: "d1",
        at: "2026-11-24T09:00:00.000Z",
        outcome: "wait",
        reasonCode: "recently_active",
        words: "Waited until Sat 28 Nov, because they were here only a short while ago.",
      },
      {
        id: "d2",
        at: "2026-11-19T17:31:00.000Z",
        outcome: "send",
        reasonCode: "reason_found",
        words: "Wrote a question about something they like, because there was something of their own to ask about.",
      },
      {
        id: "d3",
        at: "2026-11-18T21:40:00.000Z",
        outcome: "wait",
        reasonCode: "quiet_hours",
        words: "Waited until the next afternoon, because it was not an hour at which they are usually around.",
      },
      {
        id: "d4",
        at: "2026-11-12T12:00:00.000Z",
        outcome: "suppress",
        reasonCode: "came_back",
        words: "Sent nothing, because they wrote again before it was sent.",
      },
      {
        id: "d5",
        at: "2026-11-09T12:00:00.000Z",
        outcome: "keep",
        reasonCode: "kept_for_visit",
        words: "Kept it for their next visit: it could wait until they wrote by themselves.",
      },
    ],
    followUps: [
      {
        id: "u1",
        sentAt: "2026-11-19T17:31:00.000Z",
        text: "Hi sam! You were gluing the neck of your guitar. Did it hold?\n-# automated",
        answeredAt: "2026-11-20T18:20:00.000Z",
        words: "Answered after 1 day",
      },
      {
        id: "u2",
        sentAt: "2026-11-06T17:05:00.000Z",
        text: "Hey sam, how was the run on Sunday?\n-# automated",
        answeredAt: null,
        words: "Not answered",
      },
    ],
    timeZone: "Europe/Berlin",
    hours: "between 22:00 and 09:00 in Europe/Berlin nothing is sent",
    messageCount: 47,
  };
}
