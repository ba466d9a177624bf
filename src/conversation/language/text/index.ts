export { type CleanMessage, cleanMessage, MAX_READ_CHARACTERS } from "./clean.ts";
export { type Clause, splitIntoClauses, type Word } from "./clauses.ts";
export { looksEnglish } from "./english.ts";
