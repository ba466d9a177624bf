import { flag, text, url } from "./variable-kinds.ts";

/** What says which database is meant. Apart from the others, so that a command can read them without loading the whole program. */
export const DATABASE_VARIABLES = {
  DISCORD_TOKEN: text("The bot's token: with it the program is a Discord bot. Not set: the sandbox starts", null, {
    secret: true,
  }),
  DATABASE_URL: url("A PostgreSQL server (14 or later). Not set: an embedded database in the data folder", [
    "postgres:",
    "postgresql:",
  ]),
  DATABASE_PREPARED_STATEMENTS: flag(
    "Whether statements are prepared on the server. `false`: behind a pooler that keeps none for its clients, where they fail with `26000` or `42P05`",
    "true",
  ),
  REKINDLE_DATA_DIR: text("The data folder", "./data"),
} as const;
