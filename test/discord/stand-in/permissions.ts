import type { ChannelRecord, ServerRecord } from "./world.ts";

/** The permissions that the stand-in knows, as bits. */
export const PERMISSION = {
  administrator: 1n << 3n,
  manageServer: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useApplicationCommands: 1n << 31n,
} as const;

/** What everyone in a server may do. */
export const EVERYONE =
  PERMISSION.addReactions |
  PERMISSION.viewChannel |
  PERMISSION.sendMessages |
  PERMISSION.embedLinks |
  PERMISSION.attachFiles |
  PERMISSION.readMessageHistory |
  PERMISSION.useApplicationCommands;

const ALL = Object.values(PERMISSION).reduce((sum, bit) => sum | bit, 0n);

/** A difference between what someone may do in the server and what they may do in a channel. */
export interface Overwrite {
  readonly id: string;
  /** 0: a role, 1: a person. */
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

/** As Discord shows them on a channel. */
export function overwritesOf(channel: ChannelRecord, botId: string): readonly Overwrite[] {
  const { private: isPrivate, serverId, visibleTo, bot } = channel;
  const view = String(PERMISSION.viewChannel);
  const denied =
    (bot.maySee ? 0n : PERMISSION.viewChannel) |
    (bot.maySend ? 0n : PERMISSION.sendMessages) |
    (bot.mayReadHistory ? 0n : PERMISSION.readMessageHistory);
  const allowed = isPrivate && bot.maySee ? PERMISSION.viewChannel : 0n;
  return [
    ...(isPrivate && serverId !== null ? [{ id: serverId, type: 0, allow: "0", deny: view } as const] : []),
    ...(allowed === 0n && denied === 0n
      ? []
      : [{ id: botId, type: 1, allow: String(allowed), deny: String(denied) } as const]),
    ...(isPrivate ? visibleTo.map((id) => ({ id, type: 1, allow: view, deny: "0" }) as const) : []),
  ];
}

/** What a person may do in a server. */
export function permissionsOf(server: ServerRecord, personId: string): bigint {
  const member = server.members.get(personId);
  if (server.ownerId === personId || member?.administrator === true) {
    return ALL;
  }
  return EVERYONE | (member?.manageServer === true ? PERMISSION.manageServer : 0n);
}

/** What the bot may do in a channel of a server. */
export function botPermissionsIn(channel: ChannelRecord): bigint {
  const { maySee, maySend, mayReadHistory } = channel.bot;
  return (
    EVERYONE &
    ~(maySee ? 0n : PERMISSION.viewChannel) &
    ~(maySend ? 0n : PERMISSION.sendMessages) &
    ~(mayReadHistory ? 0n : PERMISSION.readMessageHistory)
  );
}

/** Whether a person sees a channel of a server that they are in. */
export function sees(channel: ChannelRecord, server: ServerRecord, personId: string): boolean {
  const mayEverything = (permissionsOf(server, personId) & PERMISSION.administrator) !== 0n;
  return !channel.private || mayEverything || channel.visibleTo.includes(personId);
}
