/** `rekindle/discord`: a bot that is there already, by its own discord.js client. */
export {
  type DiscordClientLike,
  type DiscordCommandOptions,
  type DiscordPlatform,
  discordPlatform,
  type DiscordPlatformOptions,
  type QuestionMessage,
  questionMessage,
} from "../delivery/platforms/discord/index.ts";
