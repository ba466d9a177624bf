export type { IncomingMessage, Memory, PersonState, StoredMessage } from "./conversation-types.ts";
export { forgetExpired } from "./forget.ts";
export { type MessageReading, readMessage } from "./language/index.ts";
export { forgetDerived, keepNewestTalk, TALK_GAP_MS } from "./permission-change.ts";
export { noteActivity, noteAsked, recallActivity, recallMemories, recallMessage, recallMessages, rememberOwnMessage } from "./recall.ts";
export { relationshipOf } from "./relationship.ts";
export { rememberMessage, type RememberOptions } from "./remember.ts";
export { lockPerson, readPerson } from "./sql/people.ts";
