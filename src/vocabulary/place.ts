/** Where something was said or is to be said. */
export interface Place {
  readonly platform: "sandbox" | "discord";
  /** `dm`: only the person and the bot. `private_channel`: some members of a server. `public_channel`: all of them. */
  readonly kind: "dm" | "private_channel" | "public_channel";
  readonly channelId: string;
  /** `null` in a DM. */
  readonly serverId: string | null;
}

/** Whether both are the same channel or direct chat. */
export function samePlace(one: Place, other: Place): boolean {
  return one.platform === other.platform && one.channelId === other.channelId;
}

/**
 * Whether what was said in `source` may be mentioned in `target`: never from a DM into a server, never from one server into
 * another, never from a private channel into another channel. Into the person's own DM everything of theirs may go.
 */
export function mayBeMentionedIn(source: Place, target: Place): boolean {
  if (samePlace(source, target)) {
    return true;
  }
  if (source.platform !== target.platform || source.kind === "dm") {
    return false;
  }
  if (target.kind === "dm") {
    return true;
  }
  return source.kind === "public_channel" && source.serverId === target.serverId;
}
