import { addMs, describeDay, describeMoment, SECOND_MS } from "../../../kernel/index.ts";
import { personId, type PersonId } from "../../../vocabulary/index.ts";
import type { Actor, GivenAnswer, Inbox, InboxEvent, MessageEvent, PressEvent, Reply } from "../../inbox.ts";
import type { Outlet } from "../../outlet.ts";
import { channelOfPlace, sandboxPlace } from "./place.ts";
import { displayName, type SandboxChat } from "./sandbox-chat.ts";
import { ADMIN_NAME, BOT_AUTHOR_ID, type SandboxChannel, type SandboxMessage } from "./sandbox-types.ts";

/** The sandbox, connected to its database. */
export interface SandboxPlatform {
  readonly chat: SandboxChat;
  readonly inbox: Inbox;
  readonly outlet: Outlet;
  /** A person writes. Resolves when the bot has handled it, its answer included. `sentAt` for talks that lie in the past. */
  post(message: SandboxPost): Promise<SandboxMessage>;
  /** A person presses a button that they can see; `null` when there is no such button. `reply` is what was answered, if anything. */
  press(press: SandboxPress): Promise<{ readonly reply: SandboxMessage | null } | null>;
}

/** What a person writes. */
export interface SandboxPost {
  readonly person: string;
  readonly channel: SandboxChannel;
  readonly text: string;
  readonly sentAt?: Date;
}

/** What a person presses. */
export interface SandboxPress {
  readonly person: string;
  readonly messageId: string;
  readonly buttonId: string;
  readonly at?: Date;
}

/** The sandbox as a chat platform: people come over HTTP, messages stay in our own database, and nothing is ever limited. */
export function createSandboxPlatform(chat: SandboxChat): SandboxPlatform {
  const { inbox, handle, replyTo } = createSandboxInbox(chat);
  return {
    chat,
    inbox,
    outlet: sandboxOutlet(chat),
    post: async ({ person, channel, text, sentAt }) => {
      await chat.ensurePerson(person);
      const dmWith = channel === "dm" ? person : null;
      const past = sentAt === undefined ? {} : { sentAt };
      const message = await chat.add({
        channel,
        dmWith,
        onlyFor: null,
        authorId: person,
        text,
        buttons: [],
        nonce: null,
        ...past,
      });
      const event: MessageEvent = {
        type: "message",
        actor: actorFor(person),
        place: sandboxPlace(channel, person),
        at: message.sentAt,
        messageId: message.messageId,
        text,
        mentions: (await chat.mentioned(text)).map((name) => ({ id: personId(name), name: displayName(name) })),
        addressed: true,
      };
      await handle(event, { past: sentAt !== undefined });
      return message;
    },
    press: async ({ person, messageId, buttonId, at }) => {
      const message = await chat.find(messageId, person);
      if (message?.buttons.some(({ id }) => id === buttonId) !== true) {
        return null;
      }
      const event: PressEvent = {
        type: "press",
        callId: chat.newId(),
        actor: actorFor(person),
        place: sandboxPlace(message.channel, person),
        at: at ?? (await chat.now()),
        messageId,
        buttonId,
        outboundId: message.nonce,
      };
      await handle(event, { past: at !== undefined });
      return { reply: replyTo(event) };
    },
  };
}

interface SandboxInbox {
  readonly inbox: Inbox;
  /** Gives an event to the bot; resolves when it is handled. Answers to past events are dated right after them. */
  handle(event: InboxEvent, options: { readonly past: boolean }): Promise<void>;
  replyTo(event: InboxEvent): SandboxMessage | null;
}

function createSandboxInbox(chat: SandboxChat): SandboxInbox {
  const replies = new WeakMap<InboxEvent, SandboxMessage>();
  const pastEvents = new WeakSet<InboxEvent>();
  const open = new Set<Promise<void>>();
  let handler: (event: InboxEvent) => Promise<void> = () => Promise.resolve();

  return {
    replyTo: (event) => replies.get(event) ?? null,
    handle: async (event, { past }) => {
      if (past) {
        pastEvents.add(event);
      }
      const work = handler(event);
      open.add(work);
      try {
        await work;
      } finally {
        open.delete(work);
      }
    },
    inbox: {
      subscribe: (subscriber) => {
        handler = subscriber;
      },
      subscribeNews: () => undefined, // here nobody changes or deletes a message, or leaves
      complete: () => undefined,
      canWhisper: () => true,
      showTyping: () => undefined,
      isInTime: () => true,
      findAnswer: (event, given) => findAnswer(chat, event, given),
      writeMoment: (moment, precision) => (precision === "day" ? describeDay(moment) : describeMoment(moment)),
      directPlace: (person) => sandboxPlace("dm", person),
      reply: async (event, reply) => {
        const sentAt = pastEvents.has(event) ? { sentAt: addMs(event.at, SECOND_MS) } : {};
        replies.set(event, await chat.add({ ...asMessage(event, reply), ...sentAt }));
      },
      leave: () => undefined, // there is one process
      settlePressed: (event) => chat.clearButtons(event.messageId),
      idle: async () => {
        while (open.size > 0) {
          await Promise.allSettled(open);
        }
      },
    },
  };
}

async function findAnswer(
  chat: SandboxChat,
  { messageId: after, place, actor }: MessageEvent,
  { text }: GivenAnswer,
): Promise<"found" | "absent"> {
  const { channel } = channelOfPlace(place);
  const later = await chat.list({ person: actor.id, channel, after, limit: LOOKED_AT });
  const given = later.some(
    (message) => message.authorBot && (text === null ? message.buttons.length === 0 : message.text === text),
  );
  return given ? "found" : "absent";
}

const LOOKED_AT = 100;

function asMessage(event: InboxEvent, reply: Reply): Parameters<SandboxChat["add"]>[0] {
  const { channel, dmWith } = channelOfPlace(event.place);
  const onlyFor = reply.onlyForActor && dmWith === null ? event.actor.id : null;
  return {
    channel,
    dmWith,
    onlyFor,
    authorId: BOT_AUTHOR_ID,
    text: reply.text,
    buttons: reply.buttons ?? [],
    nonce: null,
  };
}

function actorFor(name: string): Actor {
  const admin = name === ADMIN_NAME;
  const id: PersonId = personId(name);
  return { id, name: displayName(name), operator: admin, serverAdministrator: admin };
}

function sandboxOutlet(chat: SandboxChat): Outlet {
  return {
    send: async (message) => {
      const { channel, dmWith } = channelOfPlace(message.place);
      const { buttons, nonce } = message;
      const text = dmWith === null ? `@${displayName(message.person)} ${message.text}` : message.text;
      const stored = await chat.add({ channel, dmWith, onlyFor: null, authorId: BOT_AUTHOR_ID, text, buttons, nonce });
      return { type: "accepted", platformMessageId: stored.messageId };
    },
    find: async (_place, nonce) => {
      const message = await chat.findByNonce(nonce);
      return message === null ? { type: "absent" } : { type: "found", platformMessageId: message.messageId };
    },
  };
}
