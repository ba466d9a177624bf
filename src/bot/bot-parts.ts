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
  readonly redis: "not configured" | "connected" | "away";
  /** How the chat platform is doing, in a line. */
  gateway(): string;
  uptimeMs(): number;
  /** Raises the log level for so long, then it goes back by itself. */
  raiseLogLevel(forMs: number): void;
  restoreLogLevel(): void;
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
  readonly status: ProgramStatus;
}
