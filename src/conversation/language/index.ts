export { type MessageReading, readMessage } from "./read-message.ts";
