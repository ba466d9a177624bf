/**
 * Writes the documents, and the parts of documents, that a program can know better than a person: `npm run docs`. With `--check`
 * it writes nothing, and fails where a document differs from what it would have written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { configurationPage } from "./docs/configuration-page.ts";
import { errorsPage } from "./docs/errors-page.ts";
import { eventsPage } from "./docs/events-page.ts";
import { reasonCodesTable } from "./docs/reason-codes.ts";
import { ROOT } from "./docs/source-files.ts";

interface GeneratedDocument {
  readonly path: string;
  /** The whole text; or, with `region`, what stands between `<!-- begin: region -->` and `<!-- end: region -->`. */
  readonly write: () => string | Promise<string>;
  readonly region?: string;
}

/** A new generated document is one more line here; `npm run check` and the tests go through this list. */
export const GENERATED_DOCUMENTS: readonly GeneratedDocument[] = [
  { path: "docs/configuration.md", write: configurationPage },
  { path: "docs/errors.md", write: errorsPage },
  { path: "docs/events.md", write: eventsPage },
  { path: "docs/follow-up-lifecycle.md", region: "reason-codes", write: reasonCodesTable },
];

/** What the document should be, given what it is now. */
export async function expectedText({ path, write, region }: GeneratedDocument, present: string): Promise<string> {
  const text = await write();
  if (region === undefined) {
    return text;
  }
  const [begin, end] = [`<!-- begin: ${region} -->`, `<!-- end: ${region} -->`];
  const [from, until] = [present.indexOf(begin), present.indexOf(end)];
  if (from < 0 || until < from) {
    throw new Error(`${path} has no place for "${region}": it needs the lines ${begin} and ${end}`);
  }
  return `${present.slice(0, from + begin.length)}\n\n${text}\n\n${present.slice(until)}`;
}

/** The text of a document as it is; empty where there is none. */
export function presentText({ path }: GeneratedDocument): string {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : "";
}

async function main(checkOnly: boolean): Promise<void> {
  for (const document of GENERATED_DOCUMENTS) {
    const present = presentText(document);
    const expected = await expectedText(document, present);
    if (present === expected) {
      console.log(`up to date  ${document.path}`);
    } else if (checkOnly) {
      console.log(`DIFFERS     ${document.path}: run \`npm run docs\``);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(join(ROOT, document.path)), { recursive: true });
      writeFileSync(join(ROOT, document.path), expected);
      console.log(`written     ${document.path}`);
    }
  }
}

if (import.meta.main) {
  await main(process.argv.includes("--check"));
}
