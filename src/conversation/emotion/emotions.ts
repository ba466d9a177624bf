/** Ekman's six emotions and none of them, in the order of the columns of the shipped weights. */
export const EMOTIONS = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** What the words of one message sound like. A guess about words, never a statement about the person. */
export interface EmotionReading {
  /** The one that stands out most. */
  readonly emotion: Emotion;
  /** How sure the classifier is of it, from 0 to 1. 0 only where nothing was read: an empty text, or another language than English. */
  readonly score: number;
  /** All that are likely enough to be named, {@link emotion} first: a message may sound angry and sad. Never empty. */
  readonly emotions: readonly Emotion[];
  /** The score of each, from 0 to 1. They are judged each for itself and do not add up to 1. */
  readonly scores: Readonly<Record<Emotion, number>>;
}
