export { type OpenThread } from "./open-thread.ts";
export { type MessageReading, readMessage } from "./read-message.ts";
export { MAX_PHRASE_CHARACTERS } from "./phrase.ts";
