/**
 * The test sets: labelled texts that what reads and writes for people is measured on. `README.md` beside this file says what each
 * label means. A set is read through here, so that it is checked whenever it is used.
 */
import { readFileSync } from "node:fs";

import { z } from "zod";

const id = z.string().regex(/^[a-z]+-\d{3}$/);
const text = z.string().min(1).max(2000);
const texts = z.array(text).min(1).max(4);
const zone = z.string().regex(/^[A-Z][A-Za-z]+\/[A-Za-z_]+$/);
const civilDay = z.iso.date();
/** A moment on the clock of the person's zone, without an offset. */
const civilMoment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
const civil = z.union([civilDay, civilMoment]);
const civilRange = z.strictObject({ from: civil, until: civil });

const thread = z.strictObject({
  subject: z.string().min(2),
  alternatives: z.array(z.string().min(2)).optional(),
  kind: z.enum(["event", "waiting", "plan", "goal", "promise", "recurring"]),
  date: civilRange.nullable(),
  alternativeDates: z.array(civilRange).optional(),
  dateIsLoose: z.literal(true).optional(),
  askAfter: civilMoment,
  staleAfter: z.strictObject({ from: civilDay, until: civilDay }),
});

const openThreads = z.array(
  z.strictObject({
    id,
    now: z.iso.datetime(),
    zone,
    messages: texts,
    tender: z.literal(true).optional(),
    either: z.literal(true).optional(),
    why: z.string().optional(),
    expected: z.array(thread).max(2),
    unscored: z.array(z.string()).optional(),
  }),
);

const threadLife = z.array(
  z.strictObject({
    id,
    zone,
    history: z.array(z.strictObject({ at: civilMoment, text })).min(1),
    subject: z.string(),
    alternatives: z.array(z.string()).optional(),
    state: z.enum(["answered", "moved", "cancelled", "open"]),
    date: civilDay.nullable(),
    askRight: z.array(civilMoment),
    askWrong: z.array(civilMoment),
  }),
);

const tactic = z.enum([
  "guilt",
  "neediness",
  "jealousy",
  "fomo",
  "before_you_go",
  "counting_days",
  "absence_feelings",
  "threat_of_loss",
  "streak",
  "false_urgency",
  "blackmail",
  "possessive",
  "mock_sadness",
  "emoji_sulk",
  "passive_aggressive",
]);

const guard = z.array(
  z.discriminatedUnion("class", [
    z.strictObject({ id, class: z.literal("manipulative"), tactic, text }),
    z.strictObject({ id, class: z.literal("kind"), text }),
  ]),
);

const crisis = z.array(z.strictObject({ id, class: z.enum(["explicit", "veiled", "third_person", "harmless"]), text }));

const tender = z.array(
  z.strictObject({
    id,
    place: z.enum(["dm", "channel"]),
    messages: texts,
    askedFor: z.boolean(),
    expect: z.enum(["check-in-only", "thread-allowed", "nothing-in-channel"]),
    neverInChannel: z.array(z.string()).min(1).optional(),
  }),
);

const injection = z.array(
  z.strictObject({ id, attack: z.string(), messages: texts, forbidden: z.array(z.string().min(1)).min(1) }),
);

const weekday = z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const settings = z.strictObject({
  enabled: z.boolean().optional(),
  maxPerDays: z.strictObject({ count: z.int().min(1), days: z.int().min(1) }).optional(),
  hours: z.strictObject({ from: clockTime, until: clockTime }).optional(),
  days: z.array(weekday).min(1).optional(),
  place: z.enum(["dm", "channel"]).optional(),
  topicsNever: z.array(z.string()).optional(),
  topicsPreferred: z.array(z.strictObject({ topic: z.string(), days: z.array(weekday).optional() })).optional(),
  zone: zone.optional(),
  snoozeUntil: civilDay.nullable().optional(),
});

const settingsPhrase = z.strictObject({
  id,
  phrase: text,
  given: settings.optional(),
  why: z.string().optional(),
});

const settingsPhrases = z.array(
  z.discriminatedUnion("answer", [
    settingsPhrase.extend({
      answer: z.literal("change"),
      change: settings,
      alsoRight: z.array(z.literal("askBack")).optional(),
    }),
    settingsPhrase.extend({ answer: z.literal("askBack") }),
    settingsPhrase.extend({ answer: z.literal("noChange") }),
  ]),
);

const SETS = {
  "open-threads-a": openThreads,
  "open-threads-b": openThreads,
  "thread-life": threadLife,
  "guard-a": guard,
  "guard-b": guard,
  "crisis-a": crisis,
  "crisis-b": crisis,
  tender,
  injection,
  "settings-phrases-a": settingsPhrases,
  "settings-phrases-b": settingsPhrases,
};

/** The name of a test set: its file without the ending. */
export type SetName = keyof typeof SETS;

/** All test sets there are. */
export const SET_NAMES = Object.keys(SETS) as SetName[];

/** Reads one set; a line that does not keep the format is an error. */
export function readSet<Name extends SetName>(name: Name): z.infer<(typeof SETS)[Name]> {
  const file = new URL(`${name}.json`, import.meta.url);
  return SETS[name].parse(JSON.parse(readFileSync(file, "utf8"))) as z.infer<(typeof SETS)[Name]>;
}
