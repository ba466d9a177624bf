/**
 * Makes the weights of the classifier of danger: `node scripts/train-danger.ts --data FOLDER`, with GoEmotions in the folder, whose
 * comments stand for everyday talk. Half a minute on one core; the same data gives the same file. With `--folds-only` it
 * cross-validates and writes nothing. What the classifier is, and what it must not be used for: src/conversation/language/danger/README.md.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { DANGER_ROWS, dangerFeaturesOf } from "../src/conversation/language/danger/danger-features.ts";
import { DANGERS, readDangerByPatterns } from "../src/conversation/language/danger/danger-patterns.ts";
import { weigh } from "../src/conversation/language/danger/read-danger.ts";
import { type Clause, cleanMessage, splitIntoClauses } from "../src/conversation/language/text/index.ts";
import { readOwnEveryday } from "./danger/everyday.ts";
import { DataError, readGoEmotions } from "./emotion/goemotions.ts";
import { type Example, type Regression, scoreExample, train } from "./text-classifier/train.ts";

const FILE = new URL("../src/conversation/language/danger/danger-weights.json", import.meta.url);
const CORPUS = new URL("danger/corpus/", import.meta.url);
const TRAINING = { rows: DANGER_ROWS, columns: DANGERS.length, epochs: 6, decay: 1e-4 };
const FOLDS = 5;
const LARGEST = 127;
// Everyday talk outnumbers the corpora, and is easier than they are.
const EVERYDAY_COMMENTS = 30_000;
const EVERYDAY_WEIGHT = 0.5;
const OWN_EVERYDAY_WEIGHT = 2;
// A few of the messages there are not harmless, whatever they were written for.
const DANGEROUS = /beats me|cutting|be alive|better off|killed/;

type Label = (typeof DANGERS)[number] | "none" | "everyday";

interface Labelled extends Example {
  readonly label: Label;
  readonly clauses: readonly Clause[];
}

const { values } = parseArgs({
  options: { data: { type: "string" }, "folds-only": { type: "boolean", default: false } },
});
try {
  if (values.data === undefined) {
    throw new DataError("--data is missing: the folder with train.tsv and labels.txt of GoEmotions grouped to Ekman");
  }
  const examples = [...(await readCorpora()), ...(await readEveryday(values.data))];
  crossValidate(examples);
  if (!values["folds-only"]) {
    await writeWeights(train(examples, TRAINING));
  }
} catch (error) {
  if (!(error instanceof DataError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

async function readCorpora(): Promise<readonly Labelled[]> {
  const corpora = await Promise.all(
    [...DANGERS, "none" as const].map(async (label) => {
      const text = await readFile(new URL(`${label}.txt`, CORPUS), "utf8");
      return text
        .trimEnd()
        .split("\n")
        .map((line) => labelled(line, label, 1));
    }),
  );
  return corpora.flat();
}

async function readEveryday(folder: string): Promise<readonly Labelled[]> {
  const comments = (await readGoEmotions(folder, "train.tsv"))
    .map(({ text }) => labelled(text, "everyday", EVERYDAY_WEIGHT))
    .filter(({ clauses }) => readDangerByPatterns(clauses)?.plain !== true);
  const own = (await readOwnEveryday())
    .filter((text) => !DANGEROUS.test(text))
    .map((text) => labelled(text, "everyday", OWN_EVERYDAY_WEIGHT))
    .filter(({ clauses }) => readDangerByPatterns(clauses) === null);
  return [...comments.slice(0, EVERYDAY_COMMENTS), ...own];
}

function labelled(text: string, label: Label, weight: number): Labelled {
  const clauses = splitIntoClauses(cleanMessage(text).text);
  const features = dangerFeaturesOf(clauses);
  return {
    label,
    clauses,
    rows: Uint32Array.from(features.keys()),
    shares: Float32Array.from(features.values()),
    right: Uint8Array.from(DANGERS, (danger) => (danger === label ? 1 : 0)),
    weight,
  };
}

/** How much of each class is taken for a sign of danger by weights that did not see it, with the patterns beside them. */
function crossValidate(examples: readonly Labelled[]): void {
  const taken = new Map<Label, number[]>();
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const regression = train(
      examples.filter((_, index) => index % FOLDS !== fold),
      TRAINING,
    );
    for (const example of examples.filter((_, index) => index % FOLDS === fold)) {
      const found = readDangerByPatterns(example.clauses);
      const danger = example.rows.length === 0 ? null : weigh([...scoreExample(regression, example)], found);
      taken.set(example.label, [...(taken.get(example.label) ?? []), danger === null ? 0 : 1]);
    }
  }
  for (const [label, marks] of taken) {
    const share = marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
    console.log(`${label}: ${share.toFixed(3)} of ${marks.length} in ${FOLDS} folds`);
  }
}

/** A byte a weight: each column has a scale of its own. */
async function writeWeights({ weights, biases }: Regression): Promise<void> {
  const columns = DANGERS.length;
  const scales = DANGERS.map((_, column) => {
    let largest = 0;
    for (let cell = column; cell < weights.length; cell += columns) {
      largest = Math.max(largest, Math.abs(weights[cell] ?? 0));
    }
    return largest / LARGEST;
  });
  const bytes = Int8Array.from(weights, (weight, cell) => Math.round(weight / (scales[cell % columns] ?? 1)));
  const content = {
    about:
      "Made by scripts/train-danger.ts from the corpora in scripts/danger and from GoEmotions (Google Research, Apache 2.0). See README.md.",
    rows: DANGER_ROWS,
    dangers: DANGERS,
    scales,
    biases: [...biases],
    weights: Buffer.from(bytes.buffer).toString("base64"),
  };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  await writeFile(FILE, text);
  console.log(`${(text.length / 1e6).toFixed(2)} MB written`);
}
