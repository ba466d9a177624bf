import type { CommandDefinition, InboxEvent, Mention, Reply } from "../../delivery/index.ts";
import type { BotParts } from "../bot-parts.ts";

/** Who gave a command, where and when; however it was given: typed, by the platform's own means, or by a button. */
export interface CommandSource extends Pick<InboxEvent, "actor" | "place" | "at"> {
  /** People named in it, in order. */
  readonly mentions: readonly Mention[];
}

/** What a command answers. */
export type CommandAnswer = Pick<Reply, "text" | "buttons">;

/** One command. Answers go to whoever gave it alone. */
export interface Command extends CommandDefinition {
  /** How to call it, without the prefix. Shown after a wrong call. */
  readonly usage: string;
  /**
   * Where the answer cannot be shown to whoever gave it alone, it waits behind a button, and so does what the command does; but not
   * for these words. Says with which words the button shows what came of it; `null`: it waits. @defaultValue it always waits
   */
  actsAtOnce?(words: readonly string[]): readonly string[] | null;
  /** `null`: a wrong call, answered with the usage. */
  run(parts: BotParts, source: CommandSource, words: readonly string[]): Promise<CommandAnswer | null>;
}
