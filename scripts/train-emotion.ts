/**
 * Makes the weights of the emotion classifier: `node scripts/train-emotion.ts --data FOLDER`, with GoEmotions grouped to Ekman in
 * the folder. About a minute on one core; the same data gives the same file. With `--folds-only` it cross-validates and writes
 * nothing. What the classifier is, and what it must not be used for: src/conversation/emotion/README.md.
 */
import { parseArgs } from "node:util";

import { EMOTIONS } from "../src/conversation/emotion/emotions.ts";
import { TEXT_FEATURE_ROWS } from "../src/kernel/index.ts";
import { f1Of } from "./emotion/f1.ts";
import { DataError, readGoEmotions } from "./emotion/goemotions.ts";
import { thresholdsOf } from "./emotion/thresholds.ts";
import { ship, writeShipped } from "./text-classifier/ship.ts";
import { type Example, exampleOf, scoreExample, train } from "./text-classifier/train.ts";

const FILE = new URL("../src/conversation/emotion/emotion-weights.json", import.meta.url);
const FOLDS = 5;
const TRAINING = { columns: EMOTIONS.length, epochs: 6, decay: 3e-3 };

const { values } = parseArgs({
  options: { data: { type: "string" }, "folds-only": { type: "boolean", default: false } },
});
try {
  if (values.data === undefined) {
    throw new DataError(
      "--data is missing: the folder with train.tsv, dev.tsv and labels.txt of GoEmotions grouped to Ekman",
    );
  }
  const examples = (await readGoEmotions(values.data, "train.tsv")).map(({ text, emotions }) =>
    exampleOf(
      text,
      EMOTIONS.map((emotion) => (emotions.includes(emotion) ? 1 : 0)),
    ),
  );
  const thresholds = crossValidate(examples);
  if (!values["folds-only"]) {
    const { scales, biases, weights } = ship(train(examples, TRAINING));
    await writeShipped(FILE, {
      about: "Made by scripts/train-emotion.ts from GoEmotions (Google Research, Apache 2.0). See README.md.",
      rows: TEXT_FEATURE_ROWS,
      emotions: EMOTIONS,
      scales,
      biases,
      thresholds,
      weights,
    });
  }
} catch (error) {
  if (!(error instanceof DataError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

/** Scores every text by a regression that did not see it, and finds the thresholds that suit these scores best. */
function crossValidate(examples: readonly Example[]): readonly number[] {
  const scored: { scores: Float32Array; right: Uint8Array }[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const regression = train(
      examples.filter((_, index) => index % FOLDS !== fold),
      TRAINING,
    );
    for (const example of examples.filter((_, index) => index % FOLDS === fold)) {
      scored.push({ scores: scoreExample(regression, example), right: example.right });
    }
  }
  const thresholds = thresholdsOf(scored);
  const f1 = f1Of(
    scored.map(({ scores, right }) => {
      const margins = thresholds.map((threshold, column) => (scores[column] ?? 0) - threshold);
      const highest = Math.max(...margins);
      return {
        labels: EMOTIONS.filter((_, column) => right[column] === 1),
        predicted: EMOTIONS.filter((_, column) => (margins[column] ?? 0) >= Math.min(0, highest)),
      };
    }),
  );
  console.log(`macro-F1 in ${FOLDS} folds: ${f1.macro.toFixed(4)}`, f1.byEmotion);
  return thresholds;
}
