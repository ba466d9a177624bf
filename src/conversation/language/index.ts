export { type Danger } from "./danger/index.ts";
export { isEnglish } from "./is-english.ts";
export type { OpenThread } from "./open-thread.ts";
export { mayComplete, type MessageReading, readMessage } from "./read-message.ts";
export type { ThreadKind } from "./thread-draft.ts";
export { type ThreadTiming, timingAt } from "./thread-timing.ts";
export { readTurns, stem, type ThreadTurns } from "./thread-turns.ts";
