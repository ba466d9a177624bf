import { statement } from "../../database/index.ts";

export const readBotId = statement<{ readonly botId: string }>(
  "read_bot_id",
  ["botId"],
  `select bot_id::text as "botId" from rekindle_instance`,
);
