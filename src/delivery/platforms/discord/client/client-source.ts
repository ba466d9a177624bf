import type { Client } from "discord.js";

import type { WantedIntents } from "./what-it-lacks.ts";

/** Who uses a client, and is told what becomes of it. */
export interface ClientUser {
  /** A client is there, not yet logged in perhaps: whoever listens attaches now. */
  attach(client: Client): void;
  /** The client is given up; another may follow. */
  detach(client: Client): void;
  /** Nothing works any more. */
  fatal(error: Error): void;
}

/** Where the client comes from. */
export interface ClientSource {
  /** Whether the client is ours, and with it all commands of the application. */
  readonly own: boolean;
  readonly wanted: WantedIntents;
  /** Resolves when it listens, or will as soon as Discord can be reached. */
  start(events: ClientUser): Promise<void>;
  stop(): Promise<void>;
}
