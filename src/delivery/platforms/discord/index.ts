export type { DiscordCommandOptions, DiscordPlatformOptions } from "./discord-options.ts";
export { createDiscord, type CreateDiscordOptions, type DiscordPlatform, discordPlatform } from "./discord-platform.ts";
