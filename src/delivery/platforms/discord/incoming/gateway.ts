import { type Client, Events, GatewayDispatchEvents, type GatewayDispatchPayload } from "discord.js";

const LISTENED: ReadonlySet<string> = new Set([
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.MessageDeleteBulk,
  GatewayDispatchEvents.GuildMemberRemove,
  GatewayDispatchEvents.GuildDelete,
  GatewayDispatchEvents.ChannelDelete,
  GatewayDispatchEvents.ThreadDelete,
]);

/** What the gateway tells. */
export interface GatewayListener {
  /** In order, each after the client knows its servers. */
  packet(packet: GatewayDispatchPayload): void;
  /** At once, since each has to be acknowledged within three seconds. */
  interaction(interaction: Extract<GatewayDispatchPayload, { t: GatewayDispatchEvents.InteractionCreate }>["d"]): void;
  ready(client: Client<true>): void;
  /** A shard's connection was closed for good. */
  closed(closeCode: number): void;
  reconnecting(shard: number): void;
  resumed(shard: number): void;
  /** A shard's session began anew, after the client knows its servers: what was said since the last one is not told. */
  fresh(client: Client<true>, shard: number): void;
}

/**
 * Listens to a client; the function that comes back ends it.
 *
 * The packets are taken as they come: the events that the library makes of them are left out where a message or member is not in its
 * memory, and a host may have set its memory as it likes.
 */
export function listenToGateway(client: Client, listener: GatewayListener): () => void {
  let early: GatewayDispatchPayload[] | null = client.isReady() ? null : [];

  const freshShards = new Set<number>();

  const onRaw = (packet: GatewayDispatchPayload): void => {
    if (packet.t === GatewayDispatchEvents.InteractionCreate) {
      listener.interaction(packet.d);
    } else if (LISTENED.has(packet.t)) {
      if (early === null) {
        listener.packet(packet);
      } else {
        early.push(packet);
      }
    }
  };
  const onReady = (ready: Client<true>): void => {
    const waiting = early ?? [];
    early = null;
    listener.ready(ready);
    for (const packet of waiting) {
      listener.packet(packet);
    }
    for (const shard of freshShards) {
      listener.fresh(ready, shard);
    }
    freshShards.clear();
  };
  const onShardReady = (shard: number): void => {
    listener.resumed(shard);
    if (early === null && client.isReady()) {
      listener.fresh(client, shard);
    } else {
      freshShards.add(shard);
    }
  };
  const onDisconnect = ({ code }: { readonly code: number }): void => {
    listener.closed(code);
  };

  client.on(Events.Raw, onRaw);
  client.on(Events.ClientReady, onReady);
  client.on(Events.ShardDisconnect, onDisconnect);
  client.on(Events.ShardReconnecting, listener.reconnecting);
  client.on(Events.ShardResume, listener.resumed);
  client.on(Events.ShardReady, onShardReady);
  if (client.isReady()) {
    listener.ready(client);
    for (const shard of client.ws.shards.keys()) {
      listener.fresh(client, shard); // what was said before anybody listened
    }
  }
  return () => {
    client.off(Events.Raw, onRaw);
    client.off(Events.ClientReady, onReady);
    client.off(Events.ShardDisconnect, onDisconnect);
    client.off(Events.ShardReconnecting, listener.reconnecting);
    client.off(Events.ShardResume, listener.resumed);
    client.off(Events.ShardReady, onShardReady);
  };
}
