import type { Button } from "../../inbox.ts";

/** A direct chat with the bot, and two channels that everybody reads. */
export const SANDBOX_CHANNELS = ["dm", "general", "random"] as const;
/** One of them. */
export type SandboxChannel = (typeof SANDBOX_CHANNELS)[number];

/** The one person in the sandbox with an administrator's rights. */
export const ADMIN_NAME = "admin";
/** The server that both channels belong to. */
export const SANDBOX_SERVER = "sandbox";
/** The bot as an author. */
export const BOT_AUTHOR_ID = "rekindle";

/** A message as the sandbox stores it. */
export interface SandboxMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly channel: SandboxChannel;
  readonly dmWith: string | null;
  readonly onlyFor: string | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorBot: boolean;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly nonce: string | null;
  readonly sentAt: Date;
}

/** Somebody in the sandbox. */
export interface SandboxPerson {
  readonly name: string;
  readonly madeAt: Date;
  readonly lastMessageAt: Date | null;
}

/** What the sandbox tells, after it is stored. */
export interface SandboxEvents {
  /** New, or changed where the id is known. */
  readonly message: SandboxMessage;
  readonly person: SandboxPerson;
}
