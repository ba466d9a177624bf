import { GatewayDispatchEvents, type GatewayDispatchPayload, type GatewayMessageCreateDispatchData } from "discord.js";

import type { InboxEvent, MessageEvent, PlatformNews } from "../../../inbox.ts";
import { knownThreads } from "../client/find-channel.ts";
import type { CommandDirectory } from "../commands/command-directory.ts";
import type { DiscordContext } from "../context.ts";
import type { EventPump } from "../event-pump.ts";
import type { Answers } from "../outgoing/answers.ts";
import type { ReplyRoute } from "../outgoing/reply-routes.ts";
import type { Typing } from "../outgoing/typing.ts";
import type { GatewayListener } from "./gateway.ts";
import { readEdit, readMessage } from "./incoming-message.ts";
import { createNewsLine } from "./news-line.ts";
import { readNews } from "./incoming-news.ts";
import type { MissedReceiver } from "./read-up.ts";
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
export function createReceiver(
  parts: ReceivingParts,
): Pick<GatewayListener, "packet" | "interaction"> & MissedReceiver {
  const { context, pump } = parts;
  const seen = rememberIds(REMEMBERED_EVENTS);
  /** Messages that are being handled: what is said about them comes after. */
  const beingHandled = new Map<string, Promise<void>>();
  const receiveNews = createNewsLine(parts, beingHandled);
  const deliver = (event: InboxEvent, route: ReplyRoute): Promise<void> => deliverEvent(parts, event, route);

  function receiveMessage(
    message: GatewayMessageCreateDispatchData,
    missed: Pick<MessageEvent, "missed">,
  ): Promise<void> {
    const handling = pump.run(async () => {
      const read = await readMessage(context, message);
      if (read === null) {
        return;
      }
      const event = { ...read, ...missed };
      const { channel_id: channelId, id: messageId } = message;
      const amongOthers = event.place.kind !== "dm";
      if (!amongOthers) {
        void pump.run(() => context.directChannels.seen(event.actor.id, channelId));
      }
      await deliver(event, { type: "message", channelId, messageId, amongOthers, sent: 0 });
    });
    beingHandled.set(message.id, handling);
    void handling.then(() => beingHandled.delete(message.id));
    return handling;
  }

  return {
    packet: (packet: GatewayDispatchPayload) => {
      if (packet.t === GatewayDispatchEvents.MessageCreate) {
        if (seen.isNew(packet.d.id)) {
          void receiveMessage(packet.d, {});
        }
      } else if (packet.t === GatewayDispatchEvents.MessageUpdate) {
        receiveNews(readEdit(context, packet.d));
      } else {
        receiveNews(readNews(packet));
        threadsGoneWith(context, packet).forEach(receiveNews);
      }
    },
    news: receiveNews,
    missed: (message) => (seen.isNew(message.id) ? receiveMessage(message, { missed: true }) : Promise.resolve()),
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
