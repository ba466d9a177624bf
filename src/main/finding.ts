/** What `rekindle doctor` found in one place. `trouble` keeps the bot from working, `hint` from some of it. */
export interface Finding {
  readonly grade: "good" | "hint" | "trouble";
  readonly text: string;
}
