/** What can be wrong with a text before it is sent. Stored; never renamed. */
export const TEXT_PROBLEMS = [
  /** Nothing in it that somebody could read. */
  "empty",
  "too_long",
  /** Control, zero-width or bidirectional characters. */
  "hidden_characters",
  /** A place for a word that was never filled: "{name}". */
  "unfilled_slot",
  "mention",
  /** A link that the person did not post. */
  "link",
  /** Nearly what was sent to them before. */
  "near_repeat",
  /** Makes them responsible for how the bot fares, or for being away. */
  "guilt",
  /** Needs them, or begs. */
  "neediness",
  "jealousy",
  /** They miss something, time runs out, everybody else is there. */
  "fear_of_missing_out",
  /** Holds somebody back who is leaving. */
  "holding_back",
  /** Says how long they were away. */
  "days_away",
  /** Claims that the bot feels something about their absence. */
  "feelings_about_absence",
  /** Demands an answer. */
  "pressure",
  /** Says more of the bot itself than a follow-up needs: its state, its wants, what was done to it. */
  "speaks_of_itself",
  /** Reads like a text that manipulates, in a way that no rule names. */
  "sounds_manipulative",
  /** Says or implies that a human writes. */
  "pretends_human",
] as const;
export type TextProblem = (typeof TEXT_PROBLEMS)[number];
