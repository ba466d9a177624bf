import type { MessageEvent, Reply } from "../../delivery/index.ts";
import type { BotParts } from "../bot-parts.ts";

/** One command. Answers go to whoever gave it alone. */
export interface Command {
  readonly name: string;
  /** How to call it, without the prefix. Shown after a wrong call. */
  readonly usage: string;
  /** Who may give it. `administrator`: operators, and administrators of the server it is given in. */
  readonly rank: "anyone" | "administrator" | "operator";
  /** `null`: a wrong call, answered with the usage. */
  run(parts: BotParts, event: MessageEvent, words: readonly string[]): Promise<Pick<Reply, "text" | "buttons"> | null>;
}
