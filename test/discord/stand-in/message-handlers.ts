import { refuse, refuseBody } from "./api-errors.ts";
import { type Call, channelFor, type HandlerParts, type Handlers, NOTHING, ok, part } from "./handlers.ts";
import { messagePayload } from "./message-payloads.ts";
import { checkMessage, type MessageBody } from "./message-rules.ts";
import { compareSnowflakes } from "./snowflakes.ts";
import type { ChannelRecord, MessageRecord, World } from "./world.ts";

type Routes = "type" | "list-messages" | "create-message" | "get-message" | "edit-message" | "delete-message";

/** Messages in channels and direct chats. */
export function messageHandlers(parts: HandlerParts): Handlers<Routes> {
  const { world, store } = parts;
  return {
    type: (call) => {
      checkMaySend(world, channelFor(world, call));
      return NOTHING;
    },
    "list-messages": (call) => {
      const channel = channelFor(world, call);
      // Who may not read what was said is told that nothing was.
      const messages = channel.bot.mayReadHistory ? pageOf(channel.messages, call.query) : [];
      return ok(messages.map((message) => historyPayload(parts, message)));
    },
    "create-message": (call) => {
      const channel = channelFor(world, call);
      const body = call.body as MessageBody;
      checkMaySend(world, channel);
      checkMessage(body, call.files);
      return ok(messagePayload(world, store.post(channel, { body, files: call.files })));
    },
    "get-message": (call) => ok(historyPayload(parts, messageFor(world, call))),
    "edit-message": (call) => {
      const message = messageFor(world, call);
      if (message.author.id !== world.bot.id) {
        refuse(50005);
      }
      const change = call.body as MessageBody;
      const { content, embeds, components, flags } = message;
      checkMessage({ content, embeds, components, flags, ...change }, call.files);
      store.edit(message, change, call.files);
      return ok(messagePayload(world, message));
    },
    "delete-message": (call) => {
      const message = messageFor(world, call);
      if (message.author.id !== world.bot.id) {
        refuse(message.serverId === null ? 50003 : 50013);
      }
      store.remove(message);
      return NOTHING;
    },
  };
}

function checkMaySend(world: World, { personId, bot, thread }: ChannelRecord): void {
  const refusal = personId === null ? null : world.person(personId).refusesDirect;
  if (refusal !== null) {
    refuse(refusal);
  }
  if (!bot.maySend) {
    refuse(50013);
  }
  if (thread?.locked === true) {
    refuse(thread.archived ? 50083 : 160005);
  }
}

function messageFor(world: World, call: Call): MessageRecord {
  const channel = channelFor(world, call);
  const message = world.messages.get(part(call, "message"));
  const isThere = message?.channelId === channel.id && !message.deleted && message.ephemeralFor === null;
  if (!isThere) {
    return refuse(10008);
  }
  // Its own ones it may have at any time.
  return channel.bot.mayReadHistory || message.author.id === world.bot.id ? message : refuse(50001);
}

function historyPayload({ world, nonceInHistory }: HandlerParts, message: MessageRecord): unknown {
  const { nonce, ...rest } = messagePayload(world, message);
  return nonce !== undefined && nonceInHistory ? { ...rest, nonce } : rest;
}

/** A page of a channel's messages, newest first. */
function pageOf(messages: readonly MessageRecord[], query: URLSearchParams): readonly MessageRecord[] {
  const limit = Number(query.get("limit") ?? 50);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 100)) {
    refuseBody("limit", "int value should be between 1 and 100.");
  }
  const [before, after, around] = [query.get("before"), query.get("after"), query.get("around")];
  const isOlder = ({ id }: MessageRecord, than: string): boolean => compareSnowflakes(id, than) < 0;
  const isNewer = ({ id }: MessageRecord, than: string): boolean => compareSnowflakes(id, than) > 0;
  if (around !== null) {
    const half = Math.floor(limit / 2);
    const older = messages.filter((message) => isOlder(message, around)).slice(-half);
    const rest = messages.filter((message) => !isOlder(message, around)).slice(0, limit - half);
    return [...older, ...rest].reverse();
  }
  if (after !== null) {
    return messages
      .filter((message) => isNewer(message, after))
      .slice(0, limit)
      .reverse();
  }
  const older = before === null ? messages : messages.filter((message) => isOlder(message, before));
  return older.slice(-limit).reverse();
}
