import { GatewayDispatchEvents, type GatewayDispatchPayload, type GatewayMessageCreateDispatchData } from "discord.js";

import type { InboxEvent, PlatformNews } from "../../../inbox.ts";
import { knownThreads } from "../client/find-channel.ts";
import type { CommandDirectory } from "../commands/command-directory.ts";
import type { DiscordContext } from "../context.ts";
import type { EventPump } from "../event-pump.ts";
import type { Answers } from "../outgoing/answers.ts";
import type { ReplyRoute } from "../outgoing/reply-routes.ts";
import type { Typing } from "../outgoing/typing.ts";
import type { GatewayListener } from "./gateway.ts";
import { readEdit, readMessage } from "./incoming-message.ts";
import { readNews } from "./incoming-news.ts";
import { receiveInteraction } from "./receive-interaction.ts";
import { rememberIds } from "./seen-ids.ts";
import type { Subscribers } from "./subscribers.ts";

/** What incoming things are handed to. */
export interface ReceivingParts {
  readonly context: DiscordContext;
  readonly pump: EventPump;
  readonly subscribers: Subscribers;
  readonly directory: CommandDirectory;
  readonly answers: Answers;
  readonly typing: Typing;
}

/** Events come twice where a connection is resumed; so many of the last are known. */
const REMEMBERED_EVENTS = 5000;

/** Takes what the gateway tells, each event once, and has it handled. */
export function createReceiver(parts: ReceivingParts): Pick<GatewayListener, "packet" | "interaction"> {
  const { context, pump } = parts;
  const seen = rememberIds(REMEMBERED_EVENTS);
  /** Messages that are being handled: what is said about them comes after. */
  const beingHandled = new Map<string, Promise<void>>();
  let lastNews: Promise<void> = Promise.resolve();
  /** The deletion that was received last, if it waits for news before it. */
  let waitingDeletion: string[] | null = null;
  const deliver = (event: InboxEvent, route: ReplyRoute): Promise<void> => deliverEvent(parts, event, route);

  function receiveMessage(message: GatewayMessageCreateDispatchData): void {
    const handling = pump.run(async () => {
      const event = await readMessage(context, message);
      if (event === null) {
        return;
      }
      const { channel_id: channelId, id: messageId } = message;
      const amongOthers = event.place.kind !== "dm";
      if (!amongOthers) {
        void pump.run(() => context.directChannels.seen(event.actor.id, channelId));
      }
      await deliver(event, { type: "message", channelId, messageId, amongOthers, sent: 0 });
    });
    beingHandled.set(message.id, handling);
    void handling.then(() => beingHandled.delete(message.id));
  }

  /** One after the other: an edit before the deletion that followed it. Deletions that have to wait are told together. */
  function receiveNews(news: PlatformNews | null): void {
    if (news?.type === "deleted" && waitingDeletion !== null) {
      waitingDeletion.push(...news.messageIds);
    } else if (news !== null) {
      const ids = news.type === "deleted" ? [...news.messageIds] : null;
      waitingDeletion = ids;
      const before = lastNews;
      lastNews = pump.run(async () => {
        await before;
        waitingDeletion = waitingDeletion === ids ? null : waitingDeletion;
        const whole: PlatformNews = ids === null ? news : { type: "deleted", messageIds: ids };
        await Promise.all(concerned(whole, beingHandled));
        await parts.subscribers.news(whole);
      });
    }
  }

  return {
    packet: (packet: GatewayDispatchPayload) => {
      if (packet.t === GatewayDispatchEvents.MessageCreate) {
        if (seen.isNew(packet.d.id)) {
          receiveMessage(packet.d);
        }
      } else if (packet.t === GatewayDispatchEvents.MessageUpdate) {
        receiveNews(readEdit(context, packet.d));
      } else {
        receiveNews(readNews(packet));
        threadsGoneWith(context, packet).forEach(receiveNews);
      }
    },
    interaction: (interaction) => {
      if (seen.isNew(interaction.id)) {
        void pump.run(() => receiveInteraction({ ...parts, deliver }, interaction));
      }
    },
  };
}

/** Discord tells that a channel is gone, and not that its threads are. */
function threadsGoneWith({ client }: DiscordContext, packet: GatewayDispatchPayload): readonly PlatformNews[] {
  if (packet.t !== GatewayDispatchEvents.ChannelDelete || !("guild_id" in packet.d)) {
    return [];
  }
  const threads = knownThreads(client(), packet.d.guild_id, packet.d.id);
  return threads.map((channelId) => ({ type: "channel-gone", channelId }));
}

/** The messages in work that the news may be about; with a server or a channel, that may be any. */
function concerned(news: PlatformNews, beingHandled: ReadonlyMap<string, Promise<void>>): readonly Promise<void>[] {
  switch (news.type) {
    case "edited":
      return [beingHandled.get(news.messageId)].filter((work) => work !== undefined);
    case "deleted":
      return news.messageIds.map((id) => beingHandled.get(id)).filter((work) => work !== undefined);
    case "person-left":
    case "server-left":
    case "channel-gone":
      return [...beingHandled.values()];
  }
}

async function deliverEvent(
  { subscribers, answers, typing }: ReceivingParts,
  event: InboxEvent,
  route: ReplyRoute,
): Promise<void> {
  answers.expect(event, route);
  let outcome: "handled" | "failed" = "failed";
  try {
    await subscribers.event(event);
    outcome = "handled";
  } finally {
    typing.stop(event);
    await answers.finish(event, outcome);
  }
}
