import { readWhen } from "./dates/read-when.ts";
import { toWallClock } from "./dates/wall-clock.ts";
import type { Moment, OpenThread } from "./open-thread.ts";
import type { Clause } from "./text/index.ts";
import { timingAt } from "./thread-timing.ts";
import tenderData from "./word-lists/tender-signs.json" with { type: "json" };

// "ask me how it went", "will you ask me after?", "i'd like it if you asked", "do ask"
const WISH =
  /\bask me (?!about (?:anything|everything|something) (?:except|but|else)|(?:again )?later|if i care|why|for)\b|\bask (?:how it went|if i)\b|\bi am serious do ask\b|\b(?:want|like|love|need) (?:it if )?(?:you )?(?:to (?:ask|check)|asked)\b|\b(?:like|want) to be asked\b|\bcheck (?:on|in on) me\b|\bcheck in about\b|\b(?:can|may) bring (?:it|her|him|them|this|that) up\b|\b(?:please|pls) (?:message|text|write) me\b/;
const REFUSAL =
  /\b(?:do not|don't|dont|never|not|stop|please no|hate|nobody|everyone|everybody|people|they|she|he|mum|mom|dad|boss|friends?)(?: \w+){0,4} (?:ask|asks|asked|asking|check|checks|checking|bring|brings)\b|\bask me (?:about )?anything\b|\bif you ask me\b/;

// Another's words are nobody's wish.
const QUOTED = /"[^"\n]{0,200}\bask\b|\b(?:said|says|told|tells|goes|was like)\b.{0,20}\bask\b/i;

/**
 * Whether somebody says in so many words that they wish to be asked about what they tell. A refusal anywhere in the message counts
 * more, and words that are quoted count nothing.
 */
export function wishesToBeAsked(text: string, clauses: readonly Clause[]): boolean {
  if (QUOTED.test(text)) {
    return false;
  }
  const said = clauses.map(({ words }) => words.map(({ key }) => key).join(" "));
  return (
    said.some((clause) => WISH.test(clause)) &&
    !said.some((clause) => REFUSAL.test(clause) && !/\bnobody asks\b/.test(clause))
  );
}

const ASKABLE = new RegExp(`\\b(?:${tenderData.askable.join("|")})\\b`);

/** They said so themselves. */
const CONFIDENCE = 0.9;

/** The tender matter that a message names, in a form that can be asked about calmly; none where none is known. */
export function askableMatter(text: string, clauses: readonly Clause[], moment: Moment): readonly OpenThread[] {
  const named = clauses.flatMap(({ words }) => ASKABLE.exec(words.map(({ key }) => key).join(" "))?.[0] ?? [])[0];
  if (named === undefined) {
    return [];
  }
  const phrase = `the ${named}`;
  const now = toWallClock(moment.sentAt, moment.timeZone ?? "UTC");
  const when = readWhen(text, { now, past: false });
  return [{ phrase, confidence: CONFIDENCE, ...timingAt({ kind: "event", phrase }, when, moment) }];
}
