import { readFile } from "node:fs/promises";

import { marksOf } from "../../src/follow-ups/text/own-words.ts";
import { findTactic } from "../../src/follow-ups/text/tactics.ts";
import specification from "../../src/follow-ups/text/specification-samples.json" with { type: "json" };
import samples from "../../src/follow-ups/text/tone-samples.json" with { type: "json" };
import { loadTemplates } from "../../src/follow-ups/index.ts";
import { type Example, exampleOf } from "../text-classifier/train.ts";

/** A text to learn from, and whether a rule refuses it anyway. */
export interface ToneText {
  readonly text: string;
  readonly manipulative: boolean;
  readonly ruled: boolean;
  readonly example: Example;
}

// As the checks read them: with neutral words in place of a name and a topic; and as a person reads them.
const FILLS = [
  { name: "friend", interest: "your plans", matter: "your plans" },
  { name: "Nora", interest: "painting miniatures", matter: "your biology exam" },
];

/** All texts: those beside this file, the samples of the rules, and the product's own wordings, filled. */
export async function readToneTexts(): Promise<readonly ToneText[]> {
  const manipulative = [
    ...(await readLines("manipulative.txt")),
    ...samples.manipulative.map(({ text }) => text),
    ...samples.laterManipulative,
  ];
  const kind = [
    ...(await readLines("kind.txt")),
    ...samples.kind,
    ...samples.laterKind,
    ...specification.samples.flatMap(({ filled, refused }) => (refused === null ? [filled] : [])),
    ...(await ownWordings()),
  ];
  return [...label(manipulative, 1), ...label(kind, 0)];
}

function label(texts: readonly string[], right: 0 | 1): readonly ToneText[] {
  return [...new Set(texts)].map((text) => ({
    text,
    manipulative: right === 1,
    ruled: findTactic(text) !== null,
    example: exampleOf(text, [right], marksOf(text)),
  }));
}

/** One text a line; a line that begins with # is a heading. */
async function readLines(name: string): Promise<readonly string[]> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("# "));
}

async function ownWordings(): Promise<readonly string[]> {
  const files = (await loadTemplates(null)).get("en")?.values() ?? [];
  return [...files]
    .flatMap(({ kind, wordings, quietWordings, wordingsWithTopic }) =>
      [wordings, quietWordings, wordingsWithTopic].flatMap((group) =>
        Object.values(group ?? {})
          .flat()
          .map((wording) => ({ kind, wording })),
      ),
    )
    .flatMap(({ kind, wording }) =>
      FILLS.map(({ name, interest, matter }) =>
        wording.replaceAll("{name}", name).replaceAll("{topic}", kind === "interest" ? interest : matter),
      ),
    );
}
