import type { ConsentDecision, ConsentMechanism, Language, PersonId, Place } from "../vocabulary/index.ts";

/** `ask`: nobody is written to before a yes. `opt-out`: the operator's setting stands for the yes, until a no. */
export type ConsentMode = "ask" | "opt-out";

/** What a person decided, as it is put on record. */
export interface ConsentRecord {
  readonly personId: PersonId;
  readonly decision: ConsentDecision;
  readonly mechanism: ConsentMechanism;
  /** Which wording of the question was answered. */
  readonly textVersion: string;
  readonly language: Language;
  /** Where it was given: a yes permits messages there and nowhere else. */
  readonly place: Place;
  readonly decidedAt: Date;
}

/** Whether and where a person may be written to. */
export type Permission =
  | {
      readonly state: "granted" | "topics_only";
      readonly place: Place;
      readonly since: Date;
      readonly mechanism: ConsentMechanism;
    }
  /** They said no, or somebody set `follow_ups_enabled` to false in `user_profiles`. */
  | { readonly state: "refused"; readonly since: Date | null }
  | { readonly state: "not_asked" };

/** What a person chose, with the defaults filled in. */
export interface PersonSettings {
  /** Hours; the least time between two follow-ups. */
  readonly followUpFrequencyHours: number;
  readonly lastFollowUpSent: Date | null;
  readonly questionAskedAt: Date | null;
  /** An operator or administrator wants the question put once more under their next message. */
  readonly askAgain: boolean;
  /** Only in this server; `null`: anywhere. */
  readonly askAgainServer: string | null;
  readonly snoozedUntil: Date | null;
  readonly frozenAt: Date | null;
  /** IANA zone, theirs or, where they told none, the host's; `null` where it is not known. */
  readonly timeZone: string | null;
}
