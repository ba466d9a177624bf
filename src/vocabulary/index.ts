export {
  BUTTON_IDS,
  CONSENT_DECISIONS,
  CONSENT_MECHANISMS,
  type ConsentDecision,
  type ConsentMechanism,
} from "./consent-words.ts";
export {
  citesTheirs,
  DECISION_OUTCOMES,
  type DecisionOutcome,
  FOLLOW_UP_KINDS,
  type FollowUpKind,
  REASON_CODES,
  REASON_WORDS,
  REASON_WORDS_TO_PERSON,
  type ReasonCode,
} from "./follow-up-words.ts";
export {
  activitySweepJob,
  DAILY_JOB_KEY,
  dataCleanupJob,
  deliverMessageJob,
  followUpMessageJob,
  forgetPlacesJob,
  recordOwnMessageJob,
} from "./jobs.ts";
export {
  type Language,
  MOODS,
  type Mood,
  personId,
  type PersonId,
  type Relationship,
  RELATIONSHIPS,
} from "./person.ts";
export { mayBeMentionedIn, type Place, samePlace } from "./place.ts";
export { isIn, type PlaceFilter, placeParameters } from "./place-filter.ts";
