import type { Clause } from "./text/index.ts";

/** The words of a clause as the patterns of the word lists see them. */
export function keysOf(words: Clause["words"]): string {
  return words.map(({ key }) => key).join(" ");
}

/** One expression that matches what any of these matches. */
export function anyOf(patterns: readonly string[], flags = ""): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join("|"), flags);
}
