import contractions from "../word-lists/contractions.json" with { type: "json" };

/** One word of a message. */
export interface Word {
  /** As it was written. */
  readonly text: string;
  /** In lower case, contractions resolved: what rules compare. */
  readonly key: string;
  /** Where it begins in the clean text. */
  readonly at: number;
}

/** A run of words that no punctuation interrupts, and that has at most one subject. */
export interface Clause {
  readonly words: readonly Word[];
  /** Clauses of one sentence share its number. */
  readonly sentence: number;
  /** Whether the sentence that it belongs to ends with a question mark. */
  readonly question: boolean;
}

const CONTRACTIONS = new Map(Object.entries(contractions));
const TOKEN = /(?<word>\d{1,2}:\d\d(?:am|pm)?\b|[\p{L}\p{N}][\p{L}\p{M}\p{N}'-]*)|(?<stop>[.!?\n]+)|(?<other>\S)/gu;
const MAX_WORD_LENGTH = 30;

// "… and I still have no dress": a conjunction before a new subject begins a new clause.
const CONJUNCTIONS = new Set([
  "and",
  "but",
  "so",
  "because",
  "cause",
  "cuz",
  "bc",
  "while",
  "though",
  "although",
  "plus",
]);
const SUBJECTS = new Set(
  "i we you he she it they my our the there nobody everyone everybody he this that his her their now then on tomorrow tonight".split(
    " ",
  ),
);

/** Cuts a clean text into clauses. */
export function splitIntoClauses(text: string): readonly Clause[] {
  const collector = new ClauseCollector();
  for (const match of text.matchAll(TOKEN)) {
    const { word, stop } = match.groups ?? {};
    if (word !== undefined && word.length <= MAX_WORD_LENGTH) {
      collector.addWord(word.replace(/['-]+$/, ""), match.index);
    } else if (stop !== undefined) {
      collector.endSentence(stop.includes("?"));
    } else {
      collector.endClause();
    }
  }
  collector.endSentence(false);
  return collector.clauses;
}

class ClauseCollector {
  readonly clauses: Clause[] = [];
  #sentenceClauses: Word[][] = [];
  #words: Word[] = [];
  #sentence = 0;

  addWord(text: string, at: number): void {
    const lower = text.toLowerCase();
    const previous = this.#words.at(-1);
    const keys = (CONTRACTIONS.get(lower) ?? lower).split(" ");
    if (
      previous !== undefined &&
      CONJUNCTIONS.has(previous.key) &&
      SUBJECTS.has(keys[0] ?? "") &&
      this.#words.length > 1
    ) {
      this.#words.pop();
      this.endClause();
    }
    for (const key of keys) {
      this.#words.push({ text: keys.length === 1 && key === lower ? text : key, key, at });
    }
  }

  endClause(): void {
    if (this.#words.length > 0) {
      this.#sentenceClauses.push(this.#words);
      this.#words = [];
    }
  }

  endSentence(question: boolean): void {
    this.endClause();
    for (const words of this.#sentenceClauses) {
      this.clauses.push({ words, sentence: this.#sentence, question });
    }
    this.#sentenceClauses = [];
    this.#sentence += 1;
  }
}
