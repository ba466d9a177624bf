/** A phrase that a rule made, before anybody asked whether the matter is still open. */
export interface Draft {
  readonly phrase: string;
  /** The first word of the clause that the phrase was made from. */
  readonly from: number;
  /** Whether it counts only together with a date or a sign that it is on their mind. */
  readonly needsSign: boolean;
  /** Whether a date of today or before says only since when they wait. */
  readonly awaited?: boolean;
}
