import type { PersonId, Place } from "../../../vocabulary/index.ts";

const DIRECT_PREFIX = "user:";

/**
 * The direct chat with a person. It is named by the person and not by Discord's channel, so that it is the same place whether or not
 * it was opened yet.
 */
export function directPlace(person: PersonId): Place {
  return { platform: "discord", kind: "dm", channelId: `${DIRECT_PREFIX}${person}`, serverId: null };
}

/** What is known of a channel of a server. */
export interface ChannelFacts {
  readonly channelId: string;
  readonly serverId: string;
  /** Whether every member of the server may read it. */
  readonly everyoneReads: boolean;
}

/** A channel, or a thread, which is a place of its own. */
export function channelPlace({ channelId, serverId, everyoneReads }: ChannelFacts): Place {
  return { platform: "discord", kind: everyoneReads ? "public_channel" : "private_channel", channelId, serverId };
}

/** Whose direct chat a place is; `null`: it is a channel. */
export function personOfPlace({ kind, channelId }: Place): string | null {
  return kind === "dm" && channelId.startsWith(DIRECT_PREFIX) ? channelId.slice(DIRECT_PREFIX.length) : null;
}
