import type { Database } from "../../../database/index.ts";
import type { Button, Inbox } from "../../../delivery/index.ts";
import type { FollowUpParts } from "../../../follow-ups/index.ts";
import type { Subscribe } from "../../../kernel/index.ts";
import type { Place } from "../../../vocabulary/index.ts";
import type { Channel } from "../../contract.ts";

/** What these pages need of a stored message of the sandbox. */
export interface ChatMessage {
  readonly messageId: string;
  readonly channel: Channel;
  readonly dmWith: string | null;
  readonly onlyFor: string | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorBot: boolean;
  readonly text: string;
  readonly buttons: readonly Button[];
  /** Set where the bot wrote of its own accord. */
  readonly nonce: string | null;
  readonly sentAt: Date;
}

/** What these pages need of the sandbox platform; put together in `main/`. */
export interface SandboxBackend {
  readonly database: Database;
  readonly inbox: Pick<Inbox, "idle">;
  readonly followUps: FollowUpParts;
  readonly adminName: string;
  readonly modelConfigured: boolean;
  readonly version: string;
  readonly chat: {
    /** Whom the bot's messages are by, and how it is called. */
    readonly botId: string;
    readonly botName: string;
    readonly on: Subscribe<{
      readonly message: ChatMessage;
      readonly person: { readonly name: string; readonly lastMessageAt: Date | null };
    }>;
    list(query: {
      person: string;
      channel: Channel;
      after: string | null;
      limit: number;
    }): Promise<readonly ChatMessage[]>;
    people(): Promise<readonly { readonly name: string; readonly lastMessageAt: Date | null }[]>;
    ensurePerson(name: string): Promise<void>;
  };
  post(message: { person: string; channel: Channel; text: string }): Promise<ChatMessage>;
  press(press: {
    person: string;
    messageId: string;
    buttonId: string;
  }): Promise<{ readonly reply: ChatMessage | null } | null>;
  placeOf(channel: Channel, person: string): Place;
  /** Sets the clock on; never back. */
  advance(moment: Date): Promise<Date>;
}
