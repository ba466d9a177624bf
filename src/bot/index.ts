export { attachBot } from "./bot.ts";
export type { BotParts, ProgramStatus } from "./bot-parts.ts";
export { COMMAND_DEFINITIONS } from "./commands/index.ts";
