import { monotonicMs } from "../../../src/kernel/index.ts";
import { refuse } from "./api-errors.ts";
import { messageCreated, messageDeleted, messageUpdated } from "./events.ts";
import type { Gateway } from "./gateway.ts";
import { blank, type Draft, PLAIN, REPLY, rewrite, written } from "./message-drafts.ts";
import { pingsOf } from "./pings.ts";
import { bringBack } from "./threads.ts";
import type { ChannelRecord, MessageRecord, ReceivedFile, World } from "./world.ts";

/** A message of a person's, before it is one. */
export interface Utterance {
  readonly author: MessageRecord["author"];
  readonly text: string;
  readonly replyTo: string | null;
  /** Whether who is replied to is mentioned. */
  readonly replyPings: boolean;
  readonly type: number | null;
  readonly webhookId: string | null;
}

/** Writes messages down and has the gateway tell of it. */
export interface MessageStore {
  post(channel: ChannelRecord, draft: Draft): MessageRecord;
  say(channel: ChannelRecord, utterance: Utterance): MessageRecord;
  edit(message: MessageRecord, change: Partial<Draft["body"]>, files: readonly ReceivedFile[]): void;
  remove(message: MessageRecord): void;
  forgetNonces(): void;
  /** All that the bot has ever posted, deleted ones and those for one person's eyes included; oldest first. */
  readonly posted: readonly MessageRecord[];
}

export interface MessageStoreOptions {
  readonly nonceWindowMs: number;
}

export function createMessageStore(world: World, gateway: Gateway, options: MessageStoreOptions): MessageStore {
  const nonces = new Map<string, { readonly message: MessageRecord; readonly atMs: number }>();
  const posted: MessageRecord[] = [];
  const bot = { id: world.bot.id, name: world.bot.name, isBot: true };

  function known(nonce: string): MessageRecord | null {
    const found = nonces.get(nonce);
    return found !== undefined && monotonicMs() - found.atMs < options.nonceWindowMs ? found.message : null;
  }

  function keep(channel: ChannelRecord, message: MessageRecord): MessageRecord {
    world.messages.set(message.id, message);
    if (message.ephemeralFor === null) {
      bringBack(gateway, channel);
      channel.messages.push(message);
      gateway.tell(messageCreated(world, message));
    }
    return message;
  }

  return {
    posted,
    post: (channel, draft) => {
      // Answers to interactions have no nonce that counts.
      const { nonce = null, enforce_nonce: enforced = false } = draft.interaction === undefined ? draft.body : {};
      const first = nonce === null || !enforced ? null : known(String(nonce));
      if (first !== null) {
        return first.deleted ? refuse(10008) : first;
      }
      const message = { ...blank(world, channel), ...written(world, channel, draft), author: bot };
      posted.push(message);
      if (nonce !== null) {
        nonces.set(String(nonce), { message, atMs: monotonicMs() });
      }
      return keep(channel, message);
    },
    say: (channel, { author, text, replyTo, replyPings, type, webhookId }) => {
      const repliedTo = replyTo !== null && replyPings ? world.message(replyTo).author.id : null;
      // Nobody here may ring everyone.
      const pinged = { ...pingsOf(text, null, repliedTo), everyone: false };
      const usual = replyTo === null ? PLAIN : REPLY;
      return keep(channel, {
        ...blank(world, channel),
        author,
        content: text,
        replyTo,
        pinged,
        type: type ?? usual,
        webhookId,
      });
    },
    edit: (message, change, files) => {
      rewrite(message, change, files);
      message.editedAt = world.clock.now();
      if (message.ephemeralFor === null) {
        gateway.tell(messageUpdated(world, message));
      }
    },
    remove: (message) => {
      message.deleted = true;
      takeOut(world, message);
      if (message.ephemeralFor === null) {
        gateway.tell(messageDeleted(message));
      }
    },
    forgetNonces: () => {
      nonces.clear();
    },
  };
}

/** A deleted message is known by its id alone. */
export function takeOut(world: World, message: MessageRecord): void {
  const shown = world.channels.get(message.channelId)?.messages ?? [];
  const at = shown.indexOf(message);
  if (at !== -1) {
    shown.splice(at, 1);
  }
}
