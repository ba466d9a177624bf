export type { ShardRange, Shards } from "./client/shards.ts";
export type { DiscordCommandOptions, DiscordPlatformOptions } from "./discord-options.ts";
export {
  createDiscord,
  type CreateDiscordOptions,
  type DiscordClientLike,
  type DiscordPlatform,
  discordPlatform,
} from "./discord-platform.ts";
export { type DiscordFinding, inspectDiscord, type InspectionOptions } from "./inspect-discord.ts";
export { type QuestionMessage, questionMessage } from "./question-message.ts";
