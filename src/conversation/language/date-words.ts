import type { Word } from "./text/index.ts";
import { isTime } from "./vocabulary.ts";

const LEADS = new Set([
  "on",
  "at",
  "in",
  "by",
  "for",
  "before",
  "until",
  "till",
  "til",
  "is",
  "this",
  "next",
  "the",
  "from",
  "every",
  "each",
  "within",
  "between",
  "around",
  "coming",
  "other",
  "probably",
  "maybe",
  "then",
  "now",
  "are",
  "last",
  "first",
  "second",
  "third",
  "fourth",
  "end",
  "of",
  "mid",
  "early",
  "late",
  "like",
  "about",
  "a",
  "after",
  "starting",
  "two",
  "three",
  "four",
  "five",
  "six",
  "half",
  "some",
  "over",
  "during",
  "exactly",
  "was",
  "supposed",
  "to",
  "be",
]);
const NAMED = new Set([
  "halloween",
  "thanksgiving",
  "xmas",
  "nye",
  "valentine's",
  "valentines",
  "mid",
  "sat",
  "sun",
  "mar",
  "may",
  "tmw",
  "tonight",
  "tonite",
  "new-years",
  "weds",
  "jan",
  "feb",
  "apr",
  "jun",
  "jul",
  "aug",
  "sep",
  "sept",
  "oct",
  "nov",
  "dec",
  "march",
  "time",
]);
const REACH = 4;

/** Whether a word by itself tells a time: "friday", "19th", "8am", "halloween". */
export function isDateWord(key: string): boolean {
  return isTime(key) || NAMED.has(key) || /^\d{1,2}(?::\d\d)?(?:st|nd|rd|th|am|pm)?$/.test(key);
}

/** The first word, at or after `from`, with which a date begins ("on the 19th", "next friday"); `null` where none does. */
export function dateStart(words: readonly Word[], from: number): number | null {
  for (let at = from; at < words.length; at += 1) {
    if (beginsDate(words, at)) {
      return at;
    }
  }
  return null;
}

/** Whether a date begins at this word. */
export function beginsDate(words: readonly Word[], from: number): boolean {
  for (let at = from; at < Math.min(words.length, from + REACH); at += 1) {
    const key = words[at]?.key ?? "";
    if (isDateWord(key) && !(at === from && /^\d+$/.test(key))) {
      return key !== "may" || at > from;
    }
    if (!LEADS.has(key)) {
      return false;
    }
  }
  return false;
}
