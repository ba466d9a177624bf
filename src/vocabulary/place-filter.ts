import type { Place } from "./place.ts";

/** All places of a server, or one channel. */
export type PlaceFilter = { readonly serverId: string } | { readonly channelId: string };

/** Whether a place is one of them. */
export function isIn(place: Place, filter: PlaceFilter): boolean {
  return "serverId" in filter ? place.serverId === filter.serverId : place.channelId === filter.channelId;
}

/** As two parameters of a statement, of which one is null: the server, the channel. */
export function placeParameters(filter: PlaceFilter): readonly [serverId: string | null, channelId: string | null] {
  return "serverId" in filter ? [filter.serverId, null] : [null, filter.channelId];
}
