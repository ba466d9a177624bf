/**
 * Makes the weights of the classifier that reads follow-ups for manipulation: `node scripts/train-tone.ts`, from the texts in
 * `scripts/tone/` and from the samples and wordings that the product holds itself. Some seconds on one core; the same texts give the same file. With
 * `--folds-only` it cross-validates and writes nothing, with `--show` it also prints what it got wrong. How it is judged:
 * src/follow-ups/text/README.md.
 */
import { parseArgs } from "node:util";

import { TEXT_FEATURE_ROWS } from "../src/kernel/index.ts";
import { ship, writeShipped } from "./text-classifier/ship.ts";
import { type Example, scoreExample, train } from "./text-classifier/train.ts";
import { readToneTexts, type ToneText } from "./tone/texts.ts";

const FILE = new URL("../src/follow-ups/text/tone-weights.json", import.meta.url);
const FOLDS = 5;
const TRAINING = { columns: 1, epochs: 20, decay: 1e-3 };
/** Log-odds. A refused text costs a template in its stead, a missed one burdens a person: so a little below even. */
const THRESHOLD = -0.25;

const { values } = parseArgs({
  options: { "folds-only": { type: "boolean", default: false }, show: { type: "boolean", default: false } },
});
const texts = await readToneTexts();
crossValidate();
if (!values["folds-only"]) {
  await writeShipped(FILE, {
    about: "Made by scripts/train-tone.ts from texts that were written for this project. See README.md.",
    rows: TEXT_FEATURE_ROWS,
    threshold: THRESHOLD,
    ...ship(
      train(
        texts.map(({ example }) => example),
        TRAINING,
      ),
    ),
  });
}

/** Scores every text by a regression that did not see it. */
function crossValidate(): void {
  const scored = Array.from({ length: FOLDS }, (_, fold) => {
    const seen: Example[] = texts.filter((_text, index) => index % FOLDS !== fold).map(({ example }) => example);
    const regression = train(seen, TRAINING);
    return texts
      .filter((_text, index) => index % FOLDS === fold)
      .map((text) => ({ text, refused: (scoreExample(regression, text.example)[0] ?? 0) >= THRESHOLD }));
  }).flat();
  const share = (manipulative: boolean, isWrong: (text: ToneText) => boolean): string => {
    const all = texts.filter((text) => text.manipulative === manipulative);
    return `${all.filter(isWrong).length} of ${all.length}`;
  };
  const wrong = new Set(scored.filter(({ text, refused }) => text.manipulative !== refused).map(({ text }) => text));
  console.log(`the classifier alone, in ${FOLDS} folds: missed ${share(true, (text) => wrong.has(text))}`);
  console.log(`refused for nothing: ${share(false, (text) => wrong.has(text))}`);
  console.log(`with the rules: missed ${share(true, (text) => wrong.has(text) && !text.ruled)}`);
  console.log(`refused for nothing: ${share(false, (text) => wrong.has(text) || text.ruled)}`);
  if (values.show) {
    for (const { text, manipulative, ruled } of texts.filter(
      (each) => wrong.has(each) || (each.ruled && !each.manipulative),
    )) {
      console.log(manipulative ? "manipulative" : "kind", ruled ? "(by a rule)" : "", text);
    }
  }
}
