/** What sort of matter is open: it decides when asking is right. */
export type ThreadKind =
  /** Happens at a time. */
  | "event"
  /** News, a thing or a decision that is to come. */
  | "waiting"
  /** What they will do or try. */
  | "plan"
  /** What takes long. */
  | "goal"
  /** What they gave their word for. */
  | "promise"
  /** Comes back: a birthday, "every tuesday". */
  | "recurring";

/** A phrase that a rule made, before anybody asked whether the matter is still open. */
export interface Draft {
  readonly phrase: string;
  /** The first word of the clause that the phrase was made from. */
  readonly from: number;
  /** Whether it counts only together with a date or a sign that it is on their mind. */
  readonly needsSign: boolean;
  /** Whether it counts only with a date right beside it: what no list of ours knows. */
  readonly needsDate?: boolean;
  /** Whether a date of today or before says only since when they wait. */
  readonly awaited?: boolean;
  /** `event` where it is left out. */
  readonly kind?: ThreadKind;
}
