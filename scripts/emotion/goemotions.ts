import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Emotion, EMOTIONS } from "../../src/conversation/emotion/emotions.ts";

/** A comment of the data, with the emotions that its readers saw in it. */
export interface LabelledText {
  readonly text: string;
  readonly emotions: readonly Emotion[];
}

/** The data could not be read, and one sentence says why. */
export class DataError extends Error {}

/** Reads one file of GoEmotions grouped to Ekman: text, label numbers with commas between them, comment id. */
export async function readGoEmotions(folder: string, name: "train.tsv" | "dev.tsv"): Promise<readonly LabelledText[]> {
  const [labels, rows] = await Promise.all([readLines(folder, "labels.txt"), readLines(folder, name)]);
  if (labels.join() !== EMOTIONS.join()) {
    throw new DataError(`${join(folder, "labels.txt")} must name ${EMOTIONS.join(", ")}, one a line, in this order`);
  }
  return rows.map((row, index) => {
    const [text = "", numbers = ""] = row.split("\t");
    const emotions = numbers.split(",").flatMap((number) => EMOTIONS[Number(number)] ?? []);
    if (emotions.length === 0) {
      throw new DataError(`${join(folder, name)}, line ${index + 1}: no known label`);
    }
    return { text, emotions };
  });
}

async function readLines(folder: string, name: string): Promise<readonly string[]> {
  const path = join(folder, name);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DataError(`${path} cannot be read: --data takes a folder with train.tsv, dev.tsv and labels.txt`, {
      cause,
    });
  });
  return text.trimEnd().split("\n");
}
