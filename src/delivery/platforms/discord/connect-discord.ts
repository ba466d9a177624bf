import { type Client, type RateLimitData, RESTEvents } from "discord.js";

import { createService, type Service } from "../../../kernel/index.ts";
import type { Inbox } from "../../inbox.ts";
import type { ConnectedPlatform, PlatformParts } from "../../platform.ts";
import type { ClientSource } from "./client/client-source.ts";
import { watchConnection } from "./client/watch-connection.ts";
import { statusLine } from "./client/status-line.ts";
import { type CommandBody, commandBodies } from "./commands/command-bodies.ts";
import { commandDirectory } from "./commands/command-directory.ts";
import { offeredCommands } from "./commands/command-options.ts";
import { type ConnectionState, createConnectionState } from "./connection-state.ts";
import type { DiscordContext } from "./context.ts";
import { createDirectChannels } from "./direct-channels.ts";
import { createDiscordApi } from "./discord-api.ts";
import type { ResolvedPlatformOptions } from "./discord-options.ts";
import { createEventPump } from "./event-pump.ts";
import { type GatewayListener, listenToGateway } from "./incoming/gateway.ts";
import { createReceiver, type ReceivingParts } from "./incoming/receive.ts";
import { createReadUp, type ReadUp } from "./incoming/read-up.ts";
import { createSubscribers } from "./incoming/subscribers.ts";
import { createAnswers } from "./outgoing/answers.ts";
import { discordOutlet } from "./outgoing/outlet.ts";
import { createTyping } from "./outgoing/typing.ts";
import { createOwnSlots } from "./pacing/own-slots.ts";
import { createPace, type Pace } from "./pacing/pace.ts";
import { directPlace } from "./places.ts";
import { writeMoment } from "./text/moments.ts";

/** Puts the platform together. @throws DiscordOptionInvalidError */
export function connectDiscord(
  parts: PlatformParts,
  { source, options }: { readonly source: ClientSource; readonly options: ResolvedPlatformOptions },
): ConnectedPlatform {
  const { logger } = parts;
  const naming = { ...options.commands, ...parts.naming };
  const { root } = naming;
  const offered = offeredCommands(parts.commands, naming);
  const state = createConnectionState(parts.operatorIds);
  const fail = (error: Error): void => {
    if (state.failed(error)) {
      logger.error({ error: error.message }, "the connection to Discord is over");
      parts.onFatal(error);
    }
  };
  const pace = createPace({
    slots: parts.requestSlots ?? createOwnSlots(),
    requestsPerSecond: options.requestsPerSecond,
    logger,
  });
  const api = createDiscordApi({ currentClient: () => state.client(), pace, onFatal: fail });
  const directChannels = createDirectChannels(api, parts.directChats, logger);
  const context: DiscordContext = {
    logger,
    options,
    api,
    directChannels,
    client: () => state.client(),
    isOperator: (person) => state.isOperator(person),
  };
  const receiving: ReceivingParts = {
    context,
    pump: createEventPump(logger),
    subscribers: createSubscribers(),
    directory: commandDirectory(offered, { root, ourIds: source.own ? null : () => state.ourCommandIds() }),
    answers: createAnswers(context),
    typing: createTyping(api),
  };
  const bodies = commandBodies(offered, root);
  const receiver = createReceiver(receiving);
  const readUp = createReadUp(context, { heard: parts.heard, receiver });
  return {
    ...connectionService({ source, state, receiving, receiver, readUp, pace, bodies, fail }),
    inbox: inboxOf(receiving),
    outlet: discordOutlet(context, readUp),
    status: () =>
      statusLine(state.client(), {
        wanted: source.wanted,
        heldForMs: directChannels.heldForMs(),
        takenCommands: state.takenCommands(),
        fatal: state.fatal()?.message ?? null,
      }),
  };
}

/** What a connection is started and stopped with. */
interface ConnectionParts {
  readonly source: ClientSource;
  readonly state: ConnectionState;
  readonly receiving: ReceivingParts;
  readonly pace: Pace;
  readonly receiver: ReturnType<typeof createReceiver>;
  readonly readUp: ReadUp;
  readonly bodies: readonly CommandBody[];
  readonly fail: (error: Error) => void;
}

function connectionService(parts: ConnectionParts): Service {
  const { source, state, receiving, receiver, readUp, pace, bodies, fail } = parts;
  const { api, logger } = receiving.context;
  const endings = new Map<Client, () => void>();
  let stopping = new AbortController();
  let noting: Promise<void> = Promise.resolve();
  // The library holds back what it was handed, and lets all of it go at the same moment: so it is handed nothing meanwhile.
  const holdForAll = ({ global, timeToReset }: RateLimitData): void => {
    if (global) {
      pace.hold(timeToReset);
    }
  };

  function attach(client: Client): void {
    state.useClient(client);
    client.rest.on(RESTEvents.RateLimited, holdForAll);
    const { signal } = stopping;
    const work = { api, logger, bodies, own: source.own, wanted: source.wanted };
    const ready = { ...work, signal, owners: state.ownersRead, registered: state.registered };
    const watching = watchConnection(client, { ready, fail, own: source.own, signal });
    const fresh: GatewayListener["fresh"] = (connected, shard) =>
      void receiving.pump.run(() => readUp.fresh(connected, shard, signal));
    endings.set(client, listenToGateway(client, { ...receiver, ...watching, fresh }));
  }

  function detach(client: Client): void {
    endings.get(client)?.();
    endings.delete(client);
    client.rest.off(RESTEvents.RateLimited, holdForAll);
  }

  return createService({
    start: async () => {
      stopping = new AbortController();
      receiving.pump.open();
      noting = readUp.keepNoting(stopping.signal);
      await source.start({ attach, detach, fatal: fail });
    },
    stop: async () => {
      receiving.pump.close();
      stopping.abort();
      state.stopWaiting();
      await receiving.pump.idle();
      await noting;
      for (const client of [...endings.keys()]) {
        detach(client);
      }
      await source.stop();
      state.useClient(null);
    },
  });
}

function inboxOf({
  subscribers,
  answers,
  typing,
  pump,
}: ReceivingParts): Inbox & { readonly directPlace: typeof directPlace } {
  const { subscribe, subscribeNews, complete } = subscribers;
  return {
    subscribe,
    subscribeNews,
    complete,
    directPlace,
    writeMoment,
    canWhisper: answers.canWhisper,
    isInTime: answers.isInTime,
    findAnswer: answers.findAnswer,
    settlePressed: answers.settlePressed,
    leave: answers.leave,
    idle: () => pump.idle(),
    reply: async (event, reply) => {
      await answers.reply(event, reply);
      typing.stop(event);
    },
    showTyping: (event) => {
      const route = answers.routeOf(event);
      if (route?.type === "message") {
        typing.show(event, route.channelId);
      }
    },
  };
}
