import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { MINUTE_MS, SECOND_MS, systemClock } from "../../../src/kernel/index.ts";
import { createActing } from "./acting.ts";
import { createBuilding, leave } from "./building.ts";
import { createCommandStore } from "./commands.ts";
import { createFaults } from "./faults.ts";
import { createGateway } from "./gateway.ts";
import type { GatewayParts } from "./gateway-sessions.ts";
import { createInteractionAnswers } from "./interaction-answers.ts";
import { createInteractions } from "./interactions.ts";
import { PRIVILEGED } from "./intents.ts";
import { createLimits } from "./limits.ts";
import { createMessageStore } from "./messages.ts";
import { createRequestLog } from "./request-log.ts";
import { createRest, type RestParts } from "./rest.ts";
import type { DiscordStandIn, StandInOptions } from "./stand-in-types.ts";
import { createThreads } from "./threads.ts";
import { createWaiting } from "./waiting.ts";
import { type ChannelRecord, createWorld, type World } from "./world.ts";

/** Starts Discord on a free port of the loopback. */
export async function startDiscordStandIn(options: StandInOptions = {}): Promise<DiscordStandIn> {
  const server = createServer();
  server.keepAliveTimeout = MINUTE_MS; // so that connections break where a test orders it, and not by chance
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return assemble(server, (server.address() as AddressInfo).port, options);
}

function assemble(server: Server, port: number, options: StandInOptions): DiscordStandIn {
  const token = options.token ?? "stand-in-token";
  const world = createWorld(options.clock ?? systemClock);
  const waiting = createWaiting(options.patienceMs ?? 10 * SECOND_MS);
  let tokenIsGood = true;
  const isToken = (given: string): boolean => tokenIsGood && given === token;
  const gatewayParts: GatewayParts = {
    world,
    waiting,
    isToken,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    url: () => `ws://127.0.0.1:${port}/gateway`,
    grantedIntents: options.privilegedIntents ?? PRIVILEGED,
    refusal: null,
    isDown: false,
    isDeaf: false,
  };
  const gateway = createGateway(gatewayParts);
  const store = createMessageStore(world, gateway, { nonceWindowMs: options.nonceWindowMs ?? 3 * MINUTE_MS });
  const commands = createCommandStore(world.applicationId, world.nextId);
  const interactions = createInteractions({ world, gateway, commands, waiting });
  const faults = createFaults();
  const log = createRequestLog();
  const counts = { openedDirectChats: 0 };
  const restParts: RestParts = {
    world,
    waiting,
    isToken,
    gateway,
    gatewayParts,
    store,
    commands,
    interactions,
    answers: createInteractionAnswers(world, store),
    faults,
    log,
    counts,
    limits: options.limits === undefined ? null : createLimits(options.limits),
    advisedShards: options.advisedShards ?? 1,
    maxConcurrency: options.maxConcurrency ?? 1,
    nonceInHistory: options.nonceInHistory ?? true,
    leave: (left) => leave(gateway, left),
  };
  const close = serve(server, restParts);

  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    token,
    applicationId: world.applicationId,
    botId: world.bot.id,
    botMention: `<@${world.bot.id}>`,
    ...createBuilding(world, gateway),
    ...createThreads(world, gateway),
    ...createActing({ world, gateway, store, interactions }),
    grantIntents: (intents) => {
      gatewayParts.grantedIntents = intents;
    },
    messages: (where) => channelOf(world, where)?.messages ?? [],
    message: (id) => world.message(id),
    posted: store.posted,
    registeredCommands: (serverId) => commands.list(serverId ?? null),
    registerCommand: (command, serverId) => commands.create(serverId ?? null, command).command,
    requests: log,
    get openedDirectChats() {
      return counts.openedDirectChats;
    },
    gateway: {
      get connected() {
        return gateway.sessions().filter(({ socket }) => socket !== null).length;
      },
      get shards() {
        const connected = gateway.sessions().filter(({ socket }) => socket !== null);
        return connected.map(({ shard, shardCount }) => `${shard}/${shardCount}`).sort();
      },
      get identified() {
        return gateway.counts.identified;
      },
      get resumed() {
        return gateway.counts.resumed;
      },
    },
    waitFor: waiting.waitFor,
    fail: (matcher, fault, times = 1) => faults.order(matcher, fault, times),
    heal: faults.liftAll,
    dropGateway: gateway.drop,
    setGatewayDown: (isDown) => {
      gatewayParts.isDown = isDown;
      if (isDown) {
        gateway.drop();
      }
    },
    setGatewayDeaf: (isDeaf) => {
      gatewayParts.isDeaf = isDeaf;
    },
    askToReconnect: gateway.askToReconnect,
    invalidateSession: gateway.invalidate,
    refuseLogin: (closeCode) => {
      gatewayParts.refusal = closeCode;
    },
    revokeToken: () => {
      tokenIsGood = false;
      gateway.drop(4004);
    },
    forgetNonces: store.forgetNonces,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Takes requests and connections from now on; gives the way to end it. */
function serve(server: Server, parts: RestParts): () => Promise<void> {
  const rest = createRest(parts);
  server.on("request", (request, response) => {
    rest(request, response).catch((thrown: unknown) => {
      // A hole in the stand-in should not look like Discord's trouble, which a bot waits out.
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `the stand-in itself failed: ${String(thrown)}`, code: -1 }));
    });
  });
  server.on("upgrade", parts.gateway.connect);
  return async () => {
    parts.gateway.close();
    if (server.listening) {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    }
  };
}

function channelOf(world: World, where: Parameters<DiscordStandIn["messages"]>[0]): ChannelRecord | null {
  if (typeof where === "string") {
    return world.channel(where);
  }
  return "dmWith" in where ? world.directChat(world.person(where.dmWith).id) : world.channel(where.channelId);
}
