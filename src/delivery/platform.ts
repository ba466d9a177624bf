import type { Logger, Service } from "../kernel/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { CommandDefinition, CommandNaming } from "./commands.ts";
import type { DirectChats } from "./direct-chats.ts";
import type { Heard } from "./heard.ts";
import type { Inbox } from "./inbox.ts";
import type { Outlet } from "./outlet.ts";
import type { RequestSlots } from "./request-slots.ts";

/** What a live platform is given. */
export interface PlatformParts {
  readonly logger: Logger;
  readonly directChats: DirectChats;
  /** When it may ask the platform something; `null`: no other process of this bot runs. */
  readonly requestSlots: RequestSlots | null;
  readonly heard: Heard;
  /** What it is to offer as commands of its own. */
  readonly commands: readonly CommandDefinition[];
  /** How it is to offer them; what is not said here is as the platform was told. */
  readonly naming?: CommandNaming;
  /** People with an operator's rights, beside those whom the platform knows. */
  readonly operatorIds: readonly PersonId[];
  /** Something without which nothing works any more, such as a token that was withdrawn. Called once. */
  readonly onFatal: (error: Error) => void;
}

/**
 * A platform, connected. `start()` resolves when it listens, or when it is sure to listen as soon as the platform can be reached;
 * it rejects where waiting changes nothing. `stop()` takes no more events, and waits for those that are being handled.
 */
export interface ConnectedPlatform extends Service {
  readonly inbox: Inbox;
  readonly outlet: Outlet;
  /** How it is doing, in a line. */
  status(): string;
}

/** A chat platform with real people, before it is connected. */
export interface LivePlatform {
  readonly mode: "live";
  /** How commands are written in texts: "!" or "/". */
  readonly commandPrefix: string;
  /** How it was told to offer commands. */
  readonly naming: CommandNaming;
  connect(parts: PlatformParts): ConnectedPlatform;
}
