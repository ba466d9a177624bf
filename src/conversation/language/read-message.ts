import { type MoodReading, readMood } from "../emotion/index.ts";
import { readInterest } from "./interest.ts";
import { type OpenThread, readThread } from "./open-thread.ts";
import { readsAsCrisis, readsAsTender } from "./sensitive.ts";
import { type Clause, cleanMessage, looksEnglish, splitIntoClauses, type Word } from "./text/index.ts";
import { readTopic } from "./topic.ts";
import { isMatterWord } from "./vocabulary.ts";

/** What one message says about the person who wrote it. All phrases are plain words, at most 60 characters, and address them. */
export interface MessageReading {
  /** A matter that is not settled: "your biology exam". Reads well in "How did … go?" and "How is it going with …?". */
  readonly openThread: OpenThread | null;
  /** What they like to spend time on: "painting miniatures". Reads well in "Have you had time for … lately?". */
  readonly interest: { readonly phrase: string } | null;
  /** What the message is about, in two or three words that address them. */
  readonly topic: string | null;
  readonly mood: MoodReading | null;
  /** It touches a grief or another matter not to be brought up: thread, interest and topic are `null`. */
  readonly tender: boolean;
  /** It shows in plain words that they harm themselves or wish to die: everything else is `null`, and `tender` is true. */
  readonly crisis: boolean;
}

const NOTHING: MessageReading = {
  openThread: null,
  interest: null,
  topic: null,
  mood: null,
  tender: false,
  crisis: false,
};

/**
 * Reads one message. Never throws, whatever the text; its time is bounded, since only the first 2,000 characters are read. Where
 * it is not sure it says `null`: silence is better than a wrong word. Texts that are not English give nothing but `crisis`.
 *
 * @param sentAt - when the message was sent: what "Friday" means.
 */
export function readMessage(text: string, sentAt: Date): MessageReading {
  const clean = cleanMessage(text);
  const clauses = inOneCase(splitIntoClauses(clean.text));
  if (readsAsCrisis(clauses)) {
    return { ...NOTHING, tender: true, crisis: true };
  }
  if (!looksEnglish(clauses)) {
    return NOTHING;
  }
  const mood = readMood(text);
  if (readsAsTender(clauses)) {
    return { ...NOTHING, mood, tender: true };
  }
  const thread = readThread(clean.text, clauses, sentAt);
  const interest = readInterest(clauses);
  return {
    ...NOTHING,
    openThread: thread.open,
    interest: interest === null ? null : { phrase: interest },
    topic: thread.open?.phrase ?? thread.named ?? interest ?? readTopic(clauses),
    mood,
  };
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
