import { PermissionFlagsBits } from "discord.js";

/** What the bot needs in a server, and asks for when it is invited. */
interface NeededPermission {
  readonly name: keyof typeof PermissionFlagsBits;
  /** What does not work without it. */
  readonly effect: string;
}

const NEEDED: readonly NeededPermission[] = [
  { name: "ViewChannel", effect: "it sees no messages" },
  { name: "SendMessages", effect: "it cannot answer, nor follow up" },
  { name: "SendMessagesInThreads", effect: "it cannot answer in threads" },
  {
    name: "ReadMessageHistory",
    effect: "it cannot look whether a message arrived, and answers without showing what to",
  },
];

/** What of it is not granted. An administrator has everything. */
export function lackingPermissions(granted: bigint): readonly NeededPermission[] {
  return (granted & PermissionFlagsBits.Administrator) === 0n
    ? NEEDED.filter(({ name }) => (granted & PermissionFlagsBits[name]) === 0n)
    : [];
}

/** The link with which somebody adds the bot to a server, with what it needs and nothing else. */
export function inviteLink(applicationId: string): string {
  const permissions = NEEDED.reduce((all, { name }) => all | PermissionFlagsBits[name], 0n);
  const scope = "bot+applications.commands";
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scope}&permissions=${permissions}`;
}
