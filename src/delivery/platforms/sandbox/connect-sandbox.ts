import type { Database, TimeSource } from "../../../database/index.ts";
import type { IdSource, Logger } from "../../../kernel/index.ts";
import { createSandboxChat } from "./sandbox-chat.ts";
import { sandboxTime } from "./sandbox-clock.ts";
import { createSandboxPlatform, type SandboxPlatform } from "./sandbox-platform.ts";

/** The sandbox, before it has a database. */
export interface Sandbox {
  readonly mode: "sandbox";
  readonly timeSource: TimeSource;
  /** How commands are typed. */
  readonly commandPrefix: string;
  /** Typed commands have their own names. */
  readonly naming: Readonly<Record<string, never>>;
  connect(parts: {
    readonly database: Database;
    readonly ids: IdSource;
    readonly logger: Logger;
    readonly botName: string;
  }): SandboxPlatform;
}

/** A chat platform for trying out: people come over HTTP, and its clock can be wound. */
export function createSandbox(): Sandbox {
  return {
    mode: "sandbox",
    timeSource: sandboxTime,
    commandPrefix: "!",
    naming: {},
    connect: (parts) => createSandboxPlatform(createSandboxChat(parts)),
  };
}
