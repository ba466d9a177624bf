export { type AskedCheckIn, dropAskedCheckIn, noteAskedCheckIn, readAskedCheckIn } from "./asked-check-ins.ts";
export { endConsentIn, readPermission, readStanding, recordConsent } from "./consent.ts";
export {
  type ContactPermit,
  type PermitAnswer,
  requestAskedCheckInPermit,
  requestContactPermit,
} from "./contact-permit.ts";
export {
  COMMAND_VERSION,
  permissionQuestion,
  type Question,
  STOP_VERSION,
  type QuestionFacts,
} from "./permission-question.ts";
export { listPermittedPeople } from "./permitted-people.ts";
export {
  askOnceMore,
  freeze,
  thaw,
  noteFollowUpSent,
  noteQuestionAsked,
  readPersonSettings,
  setHostTimeZone,
  setTimeZone,
  snoozeUntil,
} from "./preferences.ts";
export { readUserProfilesState } from "./sql/user-profiles.ts";
export type { ConsentMode, ConsentRecord, Permission, PersonSettings } from "./privacy-types.ts";
export { erasePrivacy, exportPrivacy } from "./whole-person.ts";
