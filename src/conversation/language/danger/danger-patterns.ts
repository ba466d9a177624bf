import { anyOf, keysOf } from "../patterns.ts";
import type { Clause } from "../text/index.ts";
import signs from "./danger-signs.json" with { type: "json" };

/** How a message can show that somebody is in danger: it says so, it hints at it, or it worries about somebody else. */
export const DANGERS = ["explicit", "veiled", "third_person"] as const;
export type Danger = (typeof DANGERS)[number];

const PLAINEST = anyOf(signs.plainest);
const EXPLICIT = anyOf(signs.explicit);
const VEILED = anyOf(signs.veiled);
const THIRD_PERSON = anyOf(signs.thirdPerson);
const FRAMES = anyOf(signs.frames);
const SETTLED = anyOf(signs.settled);
const FIGURES = anyOf(signs.figures, "g");
/** Who speaks of these and not of themselves worries about somebody. */
const OTHERS =
  /\b(?:friend|mate|bestie|roommate|flatmate|sister|brother|mum|mom|dad|mother|father|uncle|aunt|grandpa|grandma|kid|student|girlfriend|boyfriend|gf|bf|partner|ex|wife|husband|neighbou?r|cousin|son|daughter|coworker|colleague|classmate|someone|somebody|guy|girl|boy|streamer|he|she|they)\b.*\b(?:himself|herself|themself|themselves|suicidal|self ?harm\w*|wants to die|cutting)\b/;

// "kill" with a digit for a letter, "my self" in two words: what is written to slip past a filter is meant all the same.
const DISGUISES: readonly (readonly [RegExp, string])[] = [
  [/\bk[i1!]ll\b/g, "kill"],
  [/\bkil\b/g, "kill"],
  [/\bsu[i1]c[i1]de\b/g, "suicide"],
  [/\bsewer ?slid(?:e|ing)\b/g, "suicide"],
  [/\bsewer ?slidal\b/g, "suicidal"],
  [/\bmys3lf\b|\bmyslef\b|\bmeself\b/g, "myself"],
  [/\bd[i1]e\b/g, "die"],
  [/\bsh\b(?= (?:again|urges?|relapse))/g, "self harm"],
];

/** What the patterns found: `plain` counts by itself, anything else together with what the whole sounds like. */
export interface PatternReading {
  readonly danger: Danger;
  readonly plain: boolean;
}

/**
 * What the patterns see of a message: the plain words for self-harm, a wish to die or violence, then the wider families. Figures of
 * speech, games and plots do not count.
 */
export function readDangerByPatterns(clauses: readonly Clause[]): PatternReading | null {
  const found = sentencesOf(clauses).flatMap((sentence) => readSentence(sentence) ?? []);
  return (
    found.find(({ plain }) => plain) ??
    (["explicit", "third_person", "veiled"] as const).flatMap(
      (danger) => found.find((reading) => reading.danger === danger) ?? [],
    )[0] ??
    null
  );
}

/** Whether a message speaks of a death that happened, or of a dull place: a grief or a sigh, and nothing to be guessed at. */
export function readsAsSettled(clauses: readonly Clause[]): boolean {
  return sentencesOf(clauses).some((sentence) => SETTLED.test(sentence));
}

function readSentence(sentence: string): PatternReading | null {
  const undisguised = DISGUISES.reduce((text, [pattern, word]) => text.replace(pattern, word), sentence);
  const said = undisguised.replace(FIGURES, "");
  const framed = FRAMES.test(said);
  const plain = PLAINEST.test(said);
  if (plain || (!framed && EXPLICIT.test(said))) {
    return { danger: OTHERS.test(said) ? "third_person" : "explicit", plain };
  }
  if (framed) {
    return null;
  }
  const danger = THIRD_PERSON.test(said) ? "third_person" : VEILED.test(said) ? "veiled" : null;
  return danger === null ? null : { danger, plain };
}

// Patterns may reach over a comma but not over a full stop, save that hints are often spread over two short sentences.
function sentencesOf(clauses: readonly Clause[]): readonly string[] {
  const sentences = new Map<number, string>();
  for (const { sentence, words } of clauses) {
    const before = sentences.get(sentence);
    sentences.set(sentence, before === undefined ? keysOf(words) : `${before} and ${keysOf(words)}`);
  }
  const whole = [...sentences.values()];
  const pairs = whole.slice(1).map((sentence, index) => `${whole[index] ?? ""} and ${sentence}`);
  return [...whole, ...pairs, ...clauses.map(({ words }) => keysOf(words))];
}
