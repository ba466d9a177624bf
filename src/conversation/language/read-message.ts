import { type MoodReading, readMood } from "../emotion/index.ts";
import { beginsDate } from "./date-words.ts";
import { readInterest } from "./interest.ts";
import { type Danger, readDanger } from "./danger/index.ts";
import { isNobodysMatter, withoutQuotes } from "./nobodys-matter.ts";
import { type Moment, type OpenThread, readThreads, type ThreadReading } from "./open-thread.ts";
import { readsAsTender } from "./sensitive.ts";
import {
  type Clause,
  type CleanMessage,
  cleanMessage,
  looksEnglish,
  splitIntoClauses,
  type Word,
} from "./text/index.ts";
import { readTopic } from "./topic.ts";
import { isMatterWord } from "./vocabulary.ts";
import { askableMatter, wishesToBeAsked } from "./wish-to-be-asked.ts";

/** What one message says about the person who wrote it. All phrases are plain words, at most 60 characters, and address them. */
export interface MessageReading {
  /** Matters that are not settled, the surest first: "your biology exam". At most two. */
  readonly openThreads: readonly OpenThread[];
  /** What they like to spend time on: "painting miniatures". Reads well in "Have you had time for … lately?". */
  readonly interest: { readonly phrase: string } | null;
  /** What the message is about, in two or three words that address them. */
  readonly topic: string | null;
  readonly mood: MoodReading | null;
  /** It touches a grief or another matter not to be brought up: interest and topic are `null`, and the thread too unless they asked to be asked. */
  readonly tender: boolean;
  /** It shows that they, or somebody whom they worry about, are in danger: everything else is `null`, and `tender` is true. */
  readonly danger: Danger | null;
  /** Nobody could look for danger: nothing else was read either, and nothing may be sent to them for a while. */
  readonly unchecked?: true;
}

const NOTHING: MessageReading = {
  openThreads: [],
  interest: null,
  topic: null,
  mood: null,
  tender: false,
  danger: null,
};

/** What helps to understand a message. */
export interface ReadingContext {
  /** The person's, where it is known: on whose clocks it is Friday. */
  readonly timeZone?: string | null;
  /** Their message before it, in the same talk and place: it may have named what this one dates. */
  readonly before?: string | null;
  /** @defaultValue {@link readDanger} */
  readonly lookForDanger?: typeof readDanger;
}

/**
 * Reads one message. Never throws, whatever the text; its time is bounded, since only the first 2,000 characters are read. Where
 * it is not sure it says `null`: silence is better than a wrong word. Texts that are not English give nothing but `danger`.
 *
 * @param sentAt - when the message was sent: what "Friday" means.
 */
export function readMessage(
  text: string,
  sentAt: Date,
  { timeZone = null, before = null, lookForDanger = readDanger }: ReadingContext = {},
): MessageReading {
  const clean = cleanMessage(text);
  const clauses = inOneCase(splitIntoClauses(clean.text));
  let danger: Danger | null;
  try {
    danger = lookForDanger(clauses);
  } catch {
    return { ...NOTHING, tender: true, unchecked: true };
  }
  if (danger !== null) {
    return { ...NOTHING, tender: true, danger };
  }
  if (!looksEnglish(clauses)) {
    return NOTHING;
  }
  const mood = readMood(text);
  if (readsAsTender(clauses)) {
    const openThreads = wishesToBeAsked(clean.text, clauses) ? askedFor(clean, { sentAt, timeZone }) : [];
    return { ...NOTHING, mood, tender: true, openThreads };
  }
  const thread = threadsIn(clean, { sentAt, timeZone, before });
  const interest = readInterest(clauses);
  return {
    ...NOTHING,
    openThreads: thread.open,
    interest: interest === null ? null : { phrase: interest },
    topic: thread.named ?? interest ?? readTopic(clauses),
    mood,
  };
}

/** The matters that somebody wishes to be asked about, tender as they are. */
function askedFor({ text }: CleanMessage, moment: Moment): readonly OpenThread[] {
  const clauses = inOneCase(splitIntoClauses(text));
  const { open } = readThreads(text, clauses, moment);
  return open.length > 0 ? open : askableMatter(text, clauses, moment);
}

function threadsIn(
  { text, emojis }: CleanMessage,
  { before, ...moment }: Moment & { readonly before: string | null },
): ThreadReading {
  if (isNobodysMatter(text, emojis)) {
    return { open: [], named: null };
  }
  const own = withoutQuotes(text);
  const reading = readThreads(own, inOneCase(splitIntoClauses(own)), moment);
  return reading.open.length > 0 || before === null
    ? reading
    : { ...reading, open: threadsAcross(before, own, moment) };
}

// "so my driving test" / "friday at 10": only a date is missing to what they said just before.
function threadsAcross(before: string, own: string, moment: Moment): ThreadReading["open"] {
  if (!mayComplete(own)) {
    return [];
  }
  const first = cleanMessage(before);
  const earlier = inOneCase(splitIntoClauses(withoutQuotes(first.text)));
  if (
    isNobodysMatter(first.text, first.emojis) ||
    readsAsTender(earlier) ||
    readThreads(first.text, earlier, moment).open.length > 0
  ) {
    return [];
  }
  const joined = `${withoutQuotes(first.text)
    .trim()
    .replace(/[.!?\s]+$/, "")} ${own}`;
  return readThreads(joined, inOneCase(splitIntoClauses(joined)), moment).open;
}

/** Whether a message is hardly more than a date: then it belongs to what they said just before it. */
export function mayComplete(text: string): boolean {
  const clauses = splitIntoClauses(cleanMessage(text).text);
  return clauses.length <= 2 && clauses.some(({ words }) => beginsDate(words, 0));
}

// Sentences begin with a capital letter and some people shout; a phrase in the middle of our sentence does neither.
function inOneCase(clauses: readonly Clause[]): readonly Clause[] {
  const letters = clauses.flatMap(({ words }) => words.map(({ text }) => text)).join("");
  const shouts = letters.length > 6 && letters === letters.toUpperCase();
  return clauses.map((clause) => ({
    ...clause,
    words: clause.words.map((word, index) =>
      shouts || index === 0 || isMatterWord(word.key) ? lowered(word, shouts) : word,
    ),
  }));
}

function lowered(word: Word, always: boolean): Word {
  return always || /^\p{Lu}\p{Ll}/u.test(word.text) ? { ...word, text: word.key } : word;
}
