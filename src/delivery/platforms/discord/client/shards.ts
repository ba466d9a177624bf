import type { Client } from "discord.js";

import { DiscordOptionInvalidError } from "../refusals.ts";

/** A part of a bot's connections: the others are made by other processes. */
export interface ShardRange {
  /** The first one, counted from 0. */
  readonly first: number;
  readonly last: number;
  /** How many there are in all processes together. */
  readonly of: number;
}

/**
 * Into how many connections (shards) the servers are divided: as Discord advises, so many, or a part of so many. Direct chats belong
 * to shard 0.
 */
export type Shards = "auto" | number | ShardRange;

/** As the client library wants to have them. @throws DiscordOptionInvalidError */
export function shardSettings(shards: Shards): { readonly shards: "auto" | number[]; readonly shardCount?: number } {
  if (shards === "auto") {
    return { shards };
  }
  const { first, last, of } = typeof shards === "number" ? { first: 0, last: shards - 1, of: shards } : shards;
  if (![first, last, of].every(Number.isSafeInteger) || first < 0 || last < first || of <= last) {
    throw new DiscordOptionInvalidError(
      "shards",
      `must be "auto", a whole number above 0, or a first and a last shard below the number of all, got ${JSON.stringify(shards)}`,
    );
  }
  return { shards: Array.from({ length: last - first + 1 }, (_, index) => first + index), shardCount: of };
}

/** The shards of a client that knows them; `null`: it is not connected yet. */
function knownShards({ options }: Client): { readonly ids: readonly number[]; readonly count: number } | null {
  return Array.isArray(options.shards) && options.shardCount !== undefined
    ? { ids: options.shards, count: options.shardCount }
    : null;
}

/** "shards 0, 1 of 4"; `null`: it has all that there are, and no other process has one. */
export function partOfShards(client: Client): string | null {
  const known = knownShards(client);
  return known === null || known.ids.length === known.count
    ? null
    : `shard${known.ids.length === 1 ? "" : "s"} ${known.ids.join(", ")} of ${known.count}`;
}
