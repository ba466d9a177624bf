import type { JobOperations } from "../../scheduler/index.ts";

/** What a subcommand works with. */
export interface Session {
  readonly operations: JobOperations;
  /** By the clock that jobs are due by. */
  readonly now: Date;
  /** How many columns a line may have. */
  readonly width: number;
  /** Fires when somebody wants it to end. */
  readonly signal: AbortSignal;
}

/** What a subcommand has to say: the lines for people, the value for programs. */
export interface Answer {
  readonly lines: readonly string[];
  readonly json: unknown;
}

/** What was typed after a subcommand's name, each part known by its name. */
export interface Words {
  readonly options: Readonly<Record<string, string>>;
  /** As many as the subcommand has arguments. */
  readonly arguments: readonly string[];
}

/** One option that takes a value. */
export interface OptionUsage {
  /** What stands for the value in the usage: `STATUS`. */
  readonly value: string;
  readonly meaning: string;
}

/** One thing that `rekindle jobs` can do. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  /** Names of what must stand after it: `ID`. */
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, OptionUsage>>;
  /** More to know, after the options. */
  readonly note?: string;
  /**
   * Reads what was typed, before any database is opened.
   *
   * @throws UsageError
   */
  prepare(words: Words): (session: Session) => Promise<Answer>;
}
