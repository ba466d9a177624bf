export {
  findOpenFollowUp,
  listDecisions,
  listFollowUps,
  noteResponse,
  noteThumb,
  type OpenFollowUp,
  postpone,
} from "./answers.ts";
export { forgetOldFollowUps } from "./clean-up.ts";
export { compose, type Draft } from "./compose.ts";
export { ASKED_CHECK_IN_WORDS } from "./asked-check-in-words.ts";
export { changeConsent, talkOfHost } from "./consent-change.ts";
export { askForCheckIn, countCrisisLane, CRISIS_COUNT_DAYS, freezePerson, pauseUnchecked } from "./crisis-lane.ts";
export { considerDue, hostPermits } from "./consider-due.ts";
export { type DueFollowUp, queueFollowUp, recordUnsent } from "./due.ts";
export { followDeletion, followEdit, followLeaving, followLoss, peopleIn } from "./follow-changes.ts";
export type { Assessment, Decision, FollowUpReason, FollowUpSettings, FollowUpSnapshot } from "./follow-ups-types.ts";
export { createHeardRecord } from "./heard.ts";
export * from "./host/index.ts";
export { findKept, openKept } from "./kept.ts";
export { findOrder, listRecentOrders, placeOrder } from "./orders.ts";
export { pauseFollowUps, readPause, resumeFollowUps } from "./pause.ts";
export type { FollowUpParts } from "./parts.ts";
export { assessPerson, replan, replanSpread } from "./replan.ts";
export { cancelFollowUp, decideSending, recordSent, recordUnknown, recordWait, withdrawFollowUp } from "./sending.ts";
export { cleanName, loadTemplates, type Templates } from "./templates/index.ts";
export { formatQuietHours, parseQuietHours, type QuietHours } from "./timing/contact-hours.ts";
export { readTimeZone } from "./timing/time-zone.ts";
export { explain } from "./why.ts";
export { erasePerson, exportPerson } from "./whole-person.ts";
