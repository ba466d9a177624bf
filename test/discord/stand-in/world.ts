import type { Clock } from "../../../src/kernel/index.ts";
import { misuse } from "./misuse.ts";
import type { Payload } from "./payload.ts";
import type { Pings } from "./pings.ts";
import { createSnowflakes } from "./snowflakes.ts";

export type { Payload };

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly globalName: string | null;
  readonly isBot: boolean;
  readonly operator: boolean;
  /** The code with which direct messages to them are refused. */
  refusesDirect: number | null;
}

export interface MemberRecord {
  readonly manageServer: boolean;
  readonly administrator: boolean;
  readonly joinedAt: string;
}

export interface ServerRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly managerRoleId: string;
  readonly administratorRoleId: string;
  readonly botRoleId: string;
  readonly joinedAt: string;
  readonly channels: ChannelRecord[];
  /** By the person's id; the bot is not among them. */
  readonly members: Map<string, MemberRecord>;
  botIsIn: boolean;
  available: boolean;
}

export interface ThreadRecord {
  readonly name: string;
  readonly parentId: string;
  /** Who began it. */
  readonly ownerId: string;
  readonly private: boolean;
  readonly visibleTo: readonly string[];
  archived: boolean;
  locked: boolean;
}

export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  /** `null` for a direct chat. */
  readonly serverId: string | null;
  /** The person of a direct chat. */
  readonly personId: string | null;
  readonly private: boolean;
  readonly visibleTo: readonly string[];
  bot: { readonly maySee: boolean; readonly maySend: boolean; readonly mayReadHistory: boolean };
  readonly messages: MessageRecord[];
  /** `null`: it is no thread. */
  readonly thread: ThreadRecord | null;
}

export interface ReceivedFile {
  readonly name: string;
  readonly text: string;
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly serverId: string | null;
  readonly author: { readonly id: string; readonly name: string; readonly isBot: boolean };
  readonly type: number;
  readonly webhookId: string | null;
  content: string;
  embeds: readonly Payload[];
  components: readonly Payload[];
  attachments: readonly ReceivedFile[];
  flags: number;
  readonly nonce: string | number | null;
  readonly allowedMentions: Payload | null;
  readonly replyTo: string | null;
  pinged: Pings;
  readonly sentAt: Date;
  editedAt: Date | null;
  deleted: boolean;
  /** The person who alone sees it. */
  readonly ephemeralFor: string | null;
  readonly interaction: { readonly id: string; readonly type: number; readonly personId: string } | null;
}

/** Everything that there is, as Discord itself would know it. */
export interface World {
  readonly bot: { readonly id: string; readonly name: string };
  readonly applicationId: string;
  readonly people: Map<string, PersonRecord>;
  readonly servers: Map<string, ServerRecord>;
  readonly channels: Map<string, ChannelRecord>;
  readonly messages: Map<string, MessageRecord>;
  readonly nextId: () => string;
  readonly clock: Clock;
  /** These throw where the one who drives the stand-in names what is not there. */
  person(id: string): PersonRecord;
  server(id: string): ServerRecord;
  channel(id: string): ChannelRecord;
  message(id: string): MessageRecord;
  /** The direct chat of a person with the bot; `null` while nobody has opened it. */
  directChat(personId: string): ChannelRecord | null;
  openDirectChat(personId: string): ChannelRecord;
}

export function createWorld(clock: Clock): World {
  const nextId = createSnowflakes(clock);
  const people = new Map<string, PersonRecord>();
  const servers = new Map<string, ServerRecord>();
  const channels = new Map<string, ChannelRecord>();
  const messages = new Map<string, MessageRecord>();
  const direct = new Map<string, ChannelRecord>();
  const applicationId = nextId();

  return {
    // They are the same for every application of the last years.
    bot: { id: applicationId, name: "Rekindle" },
    applicationId,
    people,
    servers,
    channels,
    messages,
    nextId,
    clock,
    person: (id) => people.get(id) ?? misuse(`there is no person ${id}`),
    server: (id) => servers.get(id) ?? misuse(`there is no server ${id}`),
    channel: (id) => channels.get(id) ?? misuse(`there is no channel ${id}`),
    message: (id) => messages.get(id) ?? misuse(`there is no message ${id}`),
    directChat: (personId) => direct.get(personId) ?? null,
    openDirectChat: (personId) => {
      const open = direct.get(personId);
      if (open !== undefined) {
        return open;
      }
      const chat: ChannelRecord = {
        id: nextId(),
        name: "",
        serverId: null,
        personId,
        private: true,
        visibleTo: [personId],
        bot: { maySee: true, maySend: true, mayReadHistory: true },
        messages: [],
        thread: null,
      };
      direct.set(personId, chat);
      channels.set(chat.id, chat);
      return chat;
    },
  };
}
