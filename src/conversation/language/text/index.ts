export { type CleanMessage, cleanMessage } from "./clean.ts";
export { type Clause, splitIntoClauses, type Word } from "./clauses.ts";
export { looksEnglish } from "./english.ts";
