import type { CommandEvent, MessageEvent, Reply } from "../../delivery/index.ts";
import type { BotParts } from "../bot-parts.ts";

/** A command as it was typed, or given by the platform's own means. */
export type CommandSource = MessageEvent | CommandEvent;

/** One command. Answers go to whoever gave it alone. */
export interface Command {
  readonly name: string;
  /** How to call it, without the prefix. Shown after a wrong call. */
  readonly usage: string;
  /** Who may give it. `administrator`: operators, and administrators of the server it is given in. */
  readonly rank: "anyone" | "administrator" | "operator";
  /** `null`: a wrong call, answered with the usage. */
  run(parts: BotParts, event: CommandSource, words: readonly string[]): Promise<Pick<Reply, "text" | "buttons"> | null>;
}
