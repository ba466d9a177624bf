/** Our own sources, parsed: what the generated documents are made of. */
import { readFileSync } from "node:fs";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

import ts from "typescript";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Every production source below `src/`, sorted by path. */
export function productionSources(): readonly ts.SourceFile[] {
  return globSync("src/**/*.{ts,tsx}", { cwd: ROOT })
    .filter((path) => !/\.test\.tsx?$|\.conformance\.ts$|\/testing\//.test(path))
    .sort()
    .map((path) => ts.createSourceFile(path, readFileSync(`${ROOT}${path}`, "utf8"), ts.ScriptTarget.Latest, true));
}

/** All nodes of a file for which `isWanted` holds. */
export function nodesOf<Wanted extends ts.Node>(
  source: ts.SourceFile,
  isWanted: (node: ts.Node) => node is Wanted,
): readonly Wanted[] {
  const found: Wanted[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) {
      found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A node's doc comment as one line of Markdown, without its tags; empty where there is none. */
export function docCommentOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? "")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}

/** Text that may stand in a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
