import { type Client, PermissionFlagsBits, PermissionsBitField } from "discord.js";

/** Whether permissions, as an interaction carries them, hold Manage Server. */
export function mayManageServer(permissions: string): boolean {
  return new PermissionsBitField(BigInt(permissions)).has(PermissionFlagsBits.ManageGuild);
}

/** Whether a member has Manage Server: messages carry only the roles, and the client knows what those may do. */
export function memberMayManage(
  client: Client | null,
  serverId: string,
  { userId, roles }: { readonly userId: string; readonly roles: readonly string[] },
): boolean {
  const server = client?.guilds.cache.get(serverId);
  if (server === undefined) {
    return false;
  }
  return (
    server.ownerId === userId ||
    [server.id, ...roles].some(
      (role) => server.roles.cache.get(role)?.permissions.has(PermissionFlagsBits.ManageGuild) === true,
    )
  );
}

/** Whether the bot surely may read what was written in a channel before. */
export function mayReadHistory(client: Client | null, serverId: string, channelId: string): boolean {
  const server = client?.guilds.cache.get(serverId);
  const found = server?.channels.cache.get(channelId);
  const channel = found?.isThread() === true ? found.parent : found; // a thread has its rights from there
  const self = server?.members.me ?? null;
  return self !== null && channel?.permissionsFor(self).has(PermissionFlagsBits.ReadMessageHistory) === true;
}
