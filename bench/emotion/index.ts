/** The emotion classifier beside VADER and AFINN, the moods, and how fast a message is read. What each row is: `bench/README.md`. */
import { stat, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";

import type { F1 } from "../../scripts/emotion/f1.ts";
import { DataError, type LabelledText, readGoEmotions } from "../../scripts/emotion/goemotions.ts";
import { readMessage } from "../../src/conversation/index.ts";
import { EMOTIONS, readEmotion } from "../../src/conversation/emotion/index.ts";
import { type MoodFigures, moodsOfComments, moodsOfOwnLines } from "./moods.ts";
import { measureSpeed, type SpeedFigures } from "./speed.ts";
import { judge, wordListReaders } from "./word-lists.ts";

const WEIGHTS = new URL("../../src/conversation/emotion/emotion-weights.json", import.meta.url);
const SENT_AT = new Date("2026-03-02T12:00:00Z");
const AIMS = { macroF1: 0.52, medianMs: 0.2, sizeMb: 3, messagesPerSecond: 1000 } as const;

interface Figures {
  readonly f1: Readonly<Record<string, F1>>;
  readonly moods: Readonly<Record<string, MoodFigures>>;
  readonly speed: Readonly<Record<"emotion" | "remembering", SpeedFigures>>;
  readonly sizeMb: number;
}

/** `npm run bench -- emotion --data FOLDER [--json FILE]` */
export async function benchEmotion(words: readonly string[]): Promise<void> {
  try {
    const { values } = parseArgs({ args: [...words], options: { data: { type: "string" }, json: { type: "string" } } });
    if (values.data === undefined) {
      throw new DataError(
        "--data is missing: the folder with train.tsv, dev.tsv and labels.txt of GoEmotions grouped to Ekman",
      );
    }
    const figures = await measure(values.data);
    print(figures);
    if (values.json !== undefined) {
      await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
    }
  } catch (error) {
    if (!(error instanceof DataError || error instanceof TypeError)) {
      throw error;
    }
    console.error(error.message); // parseArgs throws a TypeError, and says it well
    process.exitCode = 1;
  }
}

async function measure(folder: string): Promise<Figures> {
  const [training, texts] = await Promise.all([readGoEmotions(folder, "train.tsv"), readGoEmotions(folder, "dev.tsv")]);
  const plain = texts.map(({ text }) => text);
  return {
    f1: await judgeAll(training, texts),
    moods: { ...moodsOfOwnLines(), ...moodsOfComments(texts) },
    speed: {
      emotion: measureSpeed(plain, readEmotion),
      remembering: measureSpeed(plain, (text) => [readMessage(text, SENT_AT), readEmotion(text)]),
    },
    sizeMb: (await stat(WEIGHTS)).size / 1e6,
  };
}

async function judgeAll(
  training: readonly LabelledText[],
  texts: readonly LabelledText[],
): Promise<Readonly<Record<string, F1>>> {
  const lists = await wordListReaders(training);
  if (lists === null) {
    console.log("VADER and AFINN are not installed, so only ours is measured. To install them: npm ci --prefix bench");
  }
  const readers = {
    "ours, all it names": (text: string) => readEmotion(text).emotions,
    "ours, the first alone": (text: string) => [readEmotion(text).emotion],
    ...lists,
  };
  return Object.fromEntries(Object.entries(readers).map(([name, reader]) => [name, judge(reader, texts)]));
}

function print({ f1, moods, speed, sizeMb }: Figures): void {
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, one core, Node ${process.versions.node}`);
  const rows = ["macro-F1", ...EMOTIONS] as const;
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row,
        {
          ...Object.fromEntries(
            Object.entries(f1).map(([name, { macro, byEmotion }]) => [
              name,
              (row === "macro-F1" ? macro : byEmotion[row]).toFixed(3),
            ]),
          ),
          "to reach": row === "macro-F1" ? `≥ ${AIMS.macroF1}` : "–",
        },
      ]),
    ),
  );
  console.table(
    Object.fromEntries(
      Object.entries(moods).map(([set, { named, right, shown }]) => [
        set,
        {
          "given a mood": named,
          "rightly so": right,
          precision: (right / named).toFixed(3),
          recall: shown === null ? "–" : (right / shown).toFixed(3),
        },
      ]),
    ),
  );
  console.table({
    "emotion of a message, median ms": {
      measured: speed.emotion.medianMs.toFixed(3),
      "to reach": `< ${AIMS.medianMs}`,
    },
    "emotion of a message, p99 ms": { measured: speed.emotion.p99Ms.toFixed(3), "to reach": "–" },
    "emotions, messages/s": { measured: Math.round(speed.emotion.messagesPerSecond), "to reach": "–" },
    "read to be remembered, median ms": { measured: speed.remembering.medianMs.toFixed(3), "to reach": "–" },
    "read to be remembered, p99 ms": { measured: speed.remembering.p99Ms.toFixed(3), "to reach": "–" },
    "read to be remembered, messages/s": {
      measured: Math.round(speed.remembering.messagesPerSecond),
      "to reach": `≥ ${AIMS.messagesPerSecond}`,
    },
    "weights, MB": { measured: sizeMb.toFixed(2), "to reach": `< ${AIMS.sizeMb}` },
  });
}
