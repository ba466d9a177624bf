export { isEnglish } from "./is-english.ts";
export { type MessageReading, readMessage } from "./read-message.ts";
