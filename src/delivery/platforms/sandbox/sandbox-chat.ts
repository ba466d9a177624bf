import type { Database } from "../../../database/index.ts";
import { createEmitter, type IdSource, type Logger, type Subscribe } from "../../../kernel/index.ts";
import {
  BOT_AUTHOR_ID,
  type SandboxChannel,
  type SandboxEvents,
  type SandboxMessage,
  type SandboxPerson,
} from "./sandbox-types.ts";
import {
  clearSandboxButtons,
  listSandboxMessages,
  selectSandboxMessage,
  selectSandboxMessageByNonce,
  storeSandboxMessage,
} from "./sql/sandbox-messages.ts";
import { insertSandboxPerson, selectMentionedPeople, selectSandboxPeople } from "./sql/sandbox-people.ts";

/** A message before it is stored. */
export type NewSandboxMessage = Pick<
  SandboxMessage,
  "channel" | "dmWith" | "onlyFor" | "authorId" | "text" | "buttons" | "nonce"
>;

/** The chat itself: what a real platform would store and show. Knows nothing of follow-ups. */
export interface SandboxChat {
  /** An id that nothing else has. */
  newId(): string;
  readonly on: Subscribe<SandboxEvents>;
  readonly botId: string;
  readonly botName: string;
  /** Stores a message and shows it to those who may see it. */
  add(message: NewSandboxMessage & { readonly sentAt?: Date }): Promise<SandboxMessage>;
  /** What this person can see of a channel, oldest first. */
  list(query: {
    person: string;
    channel: SandboxChannel;
    after: string | null;
    limit: number;
  }): Promise<readonly SandboxMessage[]>;
  /** One message, if this person can see it. */
  find(messageId: string, person: string): Promise<SandboxMessage | null>;
  findByNonce(nonce: string): Promise<SandboxMessage | null>;
  clearButtons(messageId: string): Promise<void>;
  /** Makes the person on first use. */
  ensurePerson(name: string): Promise<void>;
  people(): Promise<readonly SandboxPerson[]>;
  now(): Promise<Date>;
  /** The people whose `@name` stands in the text. */
  mentioned(text: string): Promise<readonly string[]>;
}

/** What the chat is made of. */
export interface SandboxChatParts {
  readonly database: Database;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly botName: string;
}

/** The chat on a database whose product schema is there. */
export function createSandboxChat({ database, ids, logger, botName }: SandboxChatParts): SandboxChat {
  const events = createEmitter<SandboxEvents>(logger);

  return {
    newId: () => ids.next(),
    on: events.on,
    botId: BOT_AUTHOR_ID,
    botName,
    add: async (message) => {
      const authorBot = message.authorId === BOT_AUTHOR_ID;
      const stored = await storeSandboxMessage(database, {
        ...message,
        messageId: ids.next(),
        authorBot,
        authorName: authorBot ? botName : displayName(message.authorId),
        sentAt: message.sentAt ?? (await database.now()),
      });
      events.emit("message", stored);
      return stored;
    },
    list: (query) => listSandboxMessages(database, query),
    find: async (messageId, person) => (await database.run(selectSandboxMessage, [messageId, person]))[0] ?? null,
    findByNonce: async (nonce) => (await database.run(selectSandboxMessageByNonce, [nonce]))[0] ?? null,
    clearButtons: async (messageId) => {
      const [changed] = await database.run(clearSandboxButtons, [messageId]);
      if (changed !== undefined) {
        events.emit("message", changed);
      }
    },
    ensurePerson: async (name) => {
      const [made] = await database.run(insertSandboxPerson, [name, await database.now()]);
      if (made !== undefined) {
        events.emit("person", made);
      }
    },
    people: () => database.run(selectSandboxPeople),
    now: () => database.now(),
    mentioned: async (text) =>
      text.includes("@") ? (await database.run(selectMentionedPeople, [text])).map(({ name }) => name) : [],
  };
}

/** "nora" → "Nora": people type their name in small letters, and nobody wants to be greeted so. */
export function displayName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
