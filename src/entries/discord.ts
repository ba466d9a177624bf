/** `rekindle/discord`: a bot that is there already, by its own discord.js client. */
export {
  type DiscordCommandOptions,
  type DiscordPlatform,
  discordPlatform,
  type DiscordPlatformOptions,
} from "../delivery/platforms/discord/index.ts";
