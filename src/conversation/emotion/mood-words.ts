import { MOODS, type Mood } from "../../vocabulary/index.ts";
import data from "./mood-words.json" with { type: "json" };

/** What a word or a run of up to three words says: for which mood it speaks, and how strongly (0 to 1). */
export interface Weighing {
  readonly mood: Mood;
  readonly weight: number;
}

/** Words and runs of up to three words, by what they say. */
export const MOOD_WORDS = byWord(data.words);
/** Emoji that say something plainly; those that are used for everything are not in it. */
export const MOOD_EMOJIS = byWord(data.emojis);
/** Words that strengthen the mood that follows. */
export const STRONGER: ReadonlySet<string> = new Set(data.stronger);
/** Words that weaken it. */
export const WEAKER: ReadonlySet<string> = new Set(data.weaker);
/** Words that deny it. */
export const NEGATIONS: ReadonlySet<string> = new Set(data.negations);
/** Runs of words that hold a mood word and show no mood: "happy birthday". */
export const NOT_MOODS: ReadonlySet<string> = new Set(data.notMoods);

/** Who speaks. */
export const SELF: ReadonlySet<string> = new Set(data.self);
/** Who else may be spoken of, people and animals. */
export const OTHERS: ReadonlySet<string> = new Set(data.others);
/** Verbs that give a state to what stands before them: "the song is sad". */
export const COPULAS: ReadonlySet<string> = new Set(data.copulas);
/** Before a mood word: it is imagined, or over. */
export const HYPOTHETICAL: ReadonlySet<string> = new Set(data.hypothetical);
/** Beside a mood word: it is over. */
export const LONG_AGO: ReadonlySet<string> = new Set(data.longAgo);
/** Mood words that say in which state somebody is; said of a thing ("a sad song"), they tell nothing of the writer. */
export const STATES: ReadonlySet<string> = new Set(data.states);
/** Mood words that are also subjects to talk about: "a book on anxiety". */
export const MOOD_NOUNS: ReadonlySet<string> = new Set(data.nouns);
/** Told of somebody else, and the writer's own sadness all the same. */
export const OWN_WHOEVER: ReadonlySet<string> = new Set(data.ownWhoever);
/** Words that praise anything at all: "great, thanks". */
export const PRAISE: ReadonlySet<string> = new Set(data.praise);
/** What follows a state that is the writer's own after all: "a sad day". */
export const NOT_ATTRIBUTED: ReadonlySet<string> = new Set(data.notAttributed);

/** What the denial of a mood speaks for: who is not happy is rather sad, but less so than who says "sad". */
export function denied({ mood, weight }: Weighing): Weighing {
  const { mood: other, share } = data.denied[mood];
  return { mood: MOODS.find((known) => known === other) ?? mood, weight: weight * share };
}

function byWord(lists: Readonly<Record<Mood, object>>): ReadonlyMap<string, Weighing> {
  const found = new Map<string, Weighing>();
  for (const mood of MOODS) {
    for (const [word, weight] of Object.entries<number>({ ...lists[mood] })) {
      found.set(word, { mood, weight });
    }
  }
  return found;
}
