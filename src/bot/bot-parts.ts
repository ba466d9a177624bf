import type { Database } from "../database/index.ts";
import type { Inbox } from "../delivery/index.ts";
import type { FollowUpParts } from "../follow-ups/index.ts";
import type { Logger } from "../kernel/index.ts";
import type { LanguageModel } from "../llm/index.ts";
import type { QuestionFacts } from "../privacy/index.ts";

/** How the rest of the program is doing, for `bot_status` and `debug`; put together in `main/`. */
export interface ProgramStatus {
  readonly version: string;
  readonly mode: "sandbox" | "live";
  /** How Redis is doing, in a line. */
  redis(): string;
  /** How the chat platform is doing, in a line. */
  gateway(): string;
  uptimeMs(): number;
  /** Raises the log level for so long, then it goes back by itself. */
  raiseLogLevel(forMs: number): void;
  restoreLogLevel(): void;
}

/** What the bot says by itself when people talk. A press and a slash command are answered in any case. */
export interface BotManners {
  /** Whether it answers in a talk: by the model where there is one, with what was kept for a visit, and with fixed words in a crisis. */
  readonly replies: boolean;
  /** Whether it puts the permission question. */
  readonly asks: boolean;
  /** Whether a message that is written like a command is one. Otherwise it is somebody else's, and no message to us. */
  readonly typedCommands: boolean;
}

/** What the bot works with; put together in `main/`. */
export interface BotParts {
  readonly database: Database;
  readonly inbox: Inbox;
  readonly followUps: FollowUpParts;
  readonly logger: Logger;
  readonly questionFacts: QuestionFacts;
  /** Who answers in a talk; `null`: nobody, the bot only listens. */
  readonly replyModel: LanguageModel | null;
  readonly manners: BotManners;
  readonly status: ProgramStatus;
}
