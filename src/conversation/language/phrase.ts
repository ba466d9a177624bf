import denied from "./word-lists/denied-words.json" with { type: "json" };
import type { NounPhrase } from "./noun-phrase.ts";
import type { Word } from "./text/index.ts";
import { isProper } from "./vocabulary.ts";

/** The longest phrase that a reading holds. */
export const MAX_PHRASE_CHARACTERS = 60;
const MAX_PHRASE_WORDS = 10;
const DENIED = new Set(denied);
const PLAIN_WORD = /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}'-]*$/u;

/** How a phrase begins once it is said to the person: `owned` turns "an exam" into "your exam", `pointed` into "that exam". */
export type Lead = "owned" | "pointed" | "kept";

/** "ran 10k today", "made soup": what was done, with nobody named who did it. Those that end in -ed are seen by that. */
const PAST = new Set(
  "ran swam ate made went got did saw wrote read drank slept won lost bought sold drove rode flew sang drew built met took gave left slept woke spent taught caught fought beat cut hit hurt put".split(
    " ",
  ),
);

/** A noun phrase as it is said to the person it came from; `null` where it would not read well. */
export function phraseFor(noun: NounPhrase, lead: Lead): string | null {
  if (noun.determiner === null && PAST.has(noun.core[0]?.key ?? "")) {
    return null;
  }
  return joinPhrase([...leadWords(noun.determiner, lead), ...wordsOf(noun)]);
}

/** The words of a noun phrase with its own determiner, to be put behind others: "for an internship at the museum". */
export function partsOf(noun: NounPhrase): readonly string[] {
  return [...leadWords(noun.determiner, "kept"), ...wordsOf(noun)];
}

/** The words of a noun phrase without its determiner, turned to the second person. */
export function wordsOf(noun: NounPhrase): readonly string[] {
  const whole = noun.attachments.filter((attachment) => attachment.at(-1)?.key.endsWith("'s") !== true); // "for my dad's 60th"
  return [...noun.core, ...whole.flat()].map(spoken);
}

/** Puts words together; `null` unless the outcome is short and plain. The last gate: nothing else makes a phrase. */
export function joinPhrase(words: readonly string[]): string | null {
  const phrase = words.join(" ");
  const plain = words.every((word) =>
    word.split(" ").every((part) => PLAIN_WORD.test(part) && !DENIED.has(part.toLowerCase())),
  );
  const fits = words.length > 0 && words.length <= MAX_PHRASE_WORDS && phrase.length <= MAX_PHRASE_CHARACTERS;
  return plain && fits && /\p{L}{2}/u.test(phrase) ? phrase : null;
}

/** One word as it is said back: second person, and the capital letters that it needs. */
export function spoken(word: Word): string {
  if (word.key === "my" || word.key === "our") {
    return "your";
  }
  if (word.key === "me" || word.key === "us") {
    return "you";
  }
  if (word.key === "myself") {
    return "yourself";
  }
  const owner = word.key.replace(/'s$/, "");
  if (isProper(owner)) {
    return word.key.charAt(0).toUpperCase() + word.key.slice(1);
  }
  return word.text;
}

function leadWords(determiner: string | null, lead: Lead): readonly string[] {
  switch (determiner) {
    case "my":
    case "our":
      return ["your"];
    case null:
    case "a":
    case "an":
    case "some":
    case "another":
      return indefinite(determiner, lead);
    case "two":
    case "three":
    case "four":
    case "five":
    case "six":
      return lead === "kept" ? [determiner] : ["your", determiner];
    case "this":
      return ["that"];
    case "these":
      return ["those"];
    default:
      return [determiner];
  }
}

function indefinite(determiner: string | null, lead: Lead): readonly string[] {
  if (lead === "kept") {
    return determiner === null ? [] : [determiner];
  }
  return [lead === "owned" ? "your" : "that"];
}
