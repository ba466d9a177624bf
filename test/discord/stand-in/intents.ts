/** What a bot asks the gateway to tell it of, as bits. */
export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** The intents that an application has to be granted. */
export type PrivilegedIntent = "messageContent" | "guildMembers" | "guildPresences";

export const PRIVILEGED: readonly PrivilegedIntent[] = ["messageContent", "guildMembers", "guildPresences"];

// An application in fewer than 100 servers has the "limited" one of each pair of flags.
const LIMITED_FLAG: Readonly<Record<PrivilegedIntent, number>> = {
  guildPresences: 1 << 13,
  guildMembers: 1 << 15,
  messageContent: 1 << 19,
};

/** An application's flags, which say what it was granted. */
export function applicationFlags(granted: readonly PrivilegedIntent[]): number {
  return granted.reduce((flags, intent) => flags | LIMITED_FLAG[intent], 0);
}

/** Whether a bot asks for what its application was not granted. */
export function asksTooMuch(intents: number, granted: readonly PrivilegedIntent[]): boolean {
  return PRIVILEGED.some((intent) => (intents & INTENT[intent]) !== 0 && !granted.includes(intent));
}
