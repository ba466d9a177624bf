export {
  type IncomingMessage,
  type Memory,
  type PersonState,
  type StoredMessage,
  TALK_GAP_MS,
} from "./conversation-types.ts";
export { authorsOf, changeMessage, forgetMessages, forgetPlace } from "./follow-changes.ts";
export { forgetExpired } from "./forget.ts";
export type { LeftToHost } from "./learn.ts";
export {
  type Danger,
  isEnglish,
  type MessageReading,
  type OpenThread,
  readMessage,
  type ThreadKind,
} from "./language/index.ts";
export { forgetDerived, forgetMemories, keepNewestTalk } from "./permission-change.ts";
export { readInTalk } from "./read-in-talk.ts";
export {
  isQuestionOwed,
  oweAnswers,
  type OwedAnswer,
  releaseOwed,
  settleOwed,
  takeOwed,
  wroteSince,
} from "./owed-answers.ts";
export {
  forgetHostMood,
  isFromHost,
  noteActivity,
  noteAsked,
  noteHostMood,
  recallActivity,
  recallMemories,
  recallMessage,
  recallMessages,
  rememberOwnMessage,
} from "./recall.ts";
export { relationshipOf } from "./relationship.ts";
export { rememberMessage, type RememberOptions, UNPERMITTED_RETENTION_DAYS } from "./remember.ts";
export { isKnown, lockPerson, readPerson } from "./sql/people.ts";
export { takeCommand } from "./sql/taken-commands.ts";
export { eraseConversation, exportConversation } from "./whole-person.ts";
