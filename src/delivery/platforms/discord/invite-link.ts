import { OAuth2Scopes, PermissionFlagsBits } from "discord.js";

/** What the bot needs in a server, and what for. */
export const NEEDED_PERMISSIONS = [
  { name: "View Channels", bit: PermissionFlagsBits.ViewChannel, serves: "be where it is spoken to" },
  { name: "Send Messages", bit: PermissionFlagsBits.SendMessages, serves: "answer, and follow up" },
  { name: "Send Messages in Threads", bit: PermissionFlagsBits.SendMessagesInThreads, serves: "answer in threads" },
  {
    name: "Read Message History",
    bit: PermissionFlagsBits.ReadMessageHistory,
    serves: "see, after a crash, whether a message arrived",
  },
] as const;

/** The address at which a server's administrator lets the bot in, with what it needs and nothing else. */
export function inviteLink(applicationId: string): string {
  const permissions = NEEDED_PERMISSIONS.reduce((sum, { bit }) => sum | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    permissions: permissions.toString(),
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(" "),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}
