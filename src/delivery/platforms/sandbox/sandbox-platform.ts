import { addMs, SECOND_MS } from "../../../kernel/index.ts";
import { personId, type PersonId } from "../../../vocabulary/index.ts";
import type { Actor, Inbox, InboxEvent, MessageEvent, PressEvent, Reply } from "../../inbox.ts";
import type { Outlet } from "../../outlet.ts";
import { channelOfPlace, sandboxPlace } from "./place.ts";
import { displayName, type SandboxChat } from "./sandbox-chat.ts";
import { ADMIN_NAME, BOT_AUTHOR_ID, type SandboxChannel, type SandboxMessage } from "./sandbox-types.ts";

export interface SandboxPlatform {
  readonly chat: SandboxChat;
  readonly inbox: Inbox;
  readonly outlet: Outlet;
  /** A person writes. Resolves when the bot has handled it, its answer included. */
  post(message: { person: string; channel: SandboxChannel; text: string; sentAt?: Date }): Promise<SandboxMessage>;
  /** A person presses a button that they can see; `null` when there is no such button. `reply` is what was answered, if anything. */
  press(press: { person: string; messageId: string; buttonId: string; at?: Date }): Promise<{ readonly reply: SandboxMessage | null } | null>;
}

type Handler = (event: InboxEvent) => Promise<void>;

/** The sandbox as a chat platform: people come over HTTP, messages stay in our own database, and nothing is ever limited. */
export function createSandboxPlatform(chat: SandboxChat): SandboxPlatform {
  const replies = new WeakMap<InboxEvent, SandboxMessage>();
  const pastEvents = new WeakSet<InboxEvent>(); // of sample people, whose talks lie in the past
  const open = new Set<Promise<void>>();
  let handler: Handler = () => Promise.resolve();

  async function handle(event: InboxEvent): Promise<void> {
    const work = handler(event);
    open.add(work);
    try {
      await work;
    } finally {
      open.delete(work);
    }
  }

  const inbox: Inbox = {
    subscribe: (subscriber) => {
      handler = subscriber;
    },
    reply: async (event, reply) => {
      const sentAt = pastEvents.has(event) ? { sentAt: addMs(event.at, SECOND_MS) } : {};
      replies.set(event, await chat.add({ ...asMessage(event, reply), ...sentAt }));
    },
    settlePressed: (event: PressEvent) => chat.clearButtons(event.messageId),
    idle: async () => {
      while (open.size > 0) {
        await Promise.allSettled(open);
      }
    },
  };

  return {
    chat,
    inbox,
    outlet: sandboxOutlet(chat),
    post: async ({ person, channel, text, sentAt: given }) => {
      await chat.ensurePerson(person);
      const dmWith = channel === "dm" ? person : null;
      const message = await chat.add({ channel, dmWith, onlyFor: null, authorId: person, text, buttons: [], nonce: null, ...(given && { sentAt: given }) });
      const mentions = (await chat.mentioned(text)).map((name) => ({ id: personId(name), name: displayName(name) }));
      const { messageId, sentAt } = message;
      const event: MessageEvent = {
        type: "message",
        actor: actorFor(person),
        place: sandboxPlace(channel, person),
        at: sentAt,
        messageId,
        text,
        mentions,
      };
      if (given !== undefined) {
        pastEvents.add(event);
      }
      await handle(event);
      return message;
    },
    press: async ({ person, messageId, buttonId, at }) => {
      const message = await chat.find(messageId, person);
      if (message?.buttons.some(({ id }) => id === buttonId) !== true) {
        return null;
      }
      const event: PressEvent = {
        type: "press",
        actor: actorFor(person),
        place: sandboxPlace(message.channel, person),
        at: at ?? (await chat.now()),
        messageId,
        buttonId,
        outboundId: message.nonce,
      };
      if (at !== undefined) {
        pastEvents.add(event);
      }
      await handle(event);
      return { reply: replies.get(event) ?? null };
    },
  };
}

function asMessage(event: InboxEvent, reply: Reply): Parameters<SandboxChat["add"]>[0] {
  const { channel, dmWith } = channelOfPlace(event.place);
  const onlyFor = reply.onlyForActor && dmWith === null ? event.actor.id : null;
  return { channel, dmWith, onlyFor, authorId: BOT_AUTHOR_ID, text: reply.text, buttons: reply.buttons ?? [], nonce: null };
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
      const { text, buttons, nonce } = message;
      const stored = await chat.add({ channel, dmWith, onlyFor: null, authorId: BOT_AUTHOR_ID, text, buttons, nonce });
      return { type: "accepted", platformMessageId: stored.messageId };
    },
    find: async (_place, nonce) => {
      const message = await chat.findByNonce(nonce);
      return message === null ? { type: "absent" } : { type: "found", platformMessageId: message.messageId };
    },
  };
}
