import type { Button } from "../../inbox.ts";

export const SANDBOX_CHANNELS = ["dm", "general", "random"] as const;
export type SandboxChannel = (typeof SANDBOX_CHANNELS)[number];

/** The one person in the sandbox with an administrator's rights. */
export const ADMIN_NAME = "admin";
export const SANDBOX_SERVER = "sandbox";
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
