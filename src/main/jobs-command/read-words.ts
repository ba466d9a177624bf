import { parseArgs } from "node:util";

import { nearest } from "./nearest.ts";
import type { Subcommand, Words } from "./subcommand.ts";
import { UsageError } from "./usage-error.ts";

/** What was typed after `rekindle jobs <name>`. */
export interface TypedWords extends Words {
  readonly json: boolean;
  readonly help: boolean;
}

const FLAGS = ["json", "help"];

/** @throws UsageError for an option or a word that the subcommand does not know, or that is missing. */
export function readWords(subcommand: Subcommand, words: readonly string[]): TypedWords {
  const valued = Object.keys(subcommand.options);
  const known: Record<string, { readonly type: "string" | "boolean" }> = {};
  valued.forEach((name) => (known[name] = { type: "string" }));
  FLAGS.forEach((name) => (known[name] = { type: "boolean" }));
  // Not strict: its own words for what is wrong are long, and speak of its interface.
  const { tokens } = parseArgs({
    args: [...words],
    options: known,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options: Record<string, string> = {};
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") {
      continue;
    }
    if (FLAGS.includes(token.name)) {
      flags.add(token.name);
    } else if (valued.includes(token.name)) {
      options[token.name] = valueOf(token, subcommand);
    } else {
      throw new UsageError(`there is no option ${token.rawName}${nearest(token.name, [...valued, ...FLAGS], "--")}`);
    }
  }
  const typed = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const help = flags.has("help");
  if (!help) {
    checkArguments(subcommand, typed);
  }
  return { options, arguments: typed, json: flags.has("json"), help };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf({ name, rawName, value, inlineValue }: OptionToken, { options }: Subcommand): string {
  // `--type --json` means that the type was forgotten; `--type=--json` is meant.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("-"))) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${options[name]?.value ?? ""}`);
  }
  return value;
}

function checkArguments({ arguments: names }: Subcommand, typed: readonly string[]): void {
  const missing = names[typed.length];
  if (missing !== undefined) {
    throw new UsageError(`${missing} is missing`);
  }
  const extra = typed[names.length];
  if (extra !== undefined) {
    throw new UsageError(`"${extra}" is one word too many`);
  }
  const empty = names.find((_, index) => typed[index] === "");
  if (empty !== undefined) {
    throw new UsageError(`${empty} is empty`);
  }
}
