export { attachBot } from "./bot.ts";
export type { BotParts, ProgramStatus } from "./bot-parts.ts";
