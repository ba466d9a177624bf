/** `docs/errors.md`: every error code, from the classes that carry them. */
import ts from "typescript";

import { cell, docCommentOf, nodesOf, productionSources } from "./source-files.ts";

interface ErrorClass {
  readonly name: string;
  readonly code: string;
  readonly folder: string;
  readonly meaning: string;
}

/** The classes of `src/` with a field `code` that is a text, sorted by code. */
export function errorClasses(): readonly ErrorClass[] {
  return productionSources()
    .flatMap((source) => nodesOf(source, ts.isClassDeclaration).map((node) => describeClass(node, source.fileName)))
    .filter((described) => described !== null)
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

function describeClass(node: ts.ClassDeclaration, path: string): ErrorClass | null {
  const field = node.members.find((member) => ts.isPropertyDeclaration(member) && member.name.getText() === "code");
  const value = field !== undefined && ts.isPropertyDeclaration(field) ? field.initializer : undefined;
  if (value === undefined || !ts.isStringLiteral(value) || node.name === undefined) {
    return null;
  }
  const folder = /^src\/([^/]+)\//.exec(path)?.[1] ?? "src";
  return { name: node.name.text, code: value.text, folder, meaning: docCommentOf(node) };
}

export function errorsPage(): string {
  const rows = errorClasses().map(
    ({ name, code, folder, meaning }) =>
      `| \`${code}\` | \`${name}\` | \`${folder}\` | ${cell(meaning === "" ? "**No doc comment.**" : meaning)} |`,
  );
  return [
    "# Errors",
    "",
    "Every error that Rekindle throws on purpose has a `code`. A program reads the code and the fields beside it, never the",
    "message. A code is never renamed and never used again for something else.",
    "",
    "This page is written by `npm run docs` from the doc comments of the classes.",
    "",
    "| code | class | folder | what it means |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
