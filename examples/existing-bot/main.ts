import { Client, Events, GatewayIntentBits, Partials } from "discord.js";
import { Pool } from "pg";
import { settingsFromEnvironment } from "rekindle";

import { startBot } from "./bot.ts";

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  partials: [Partials.Channel],
});
const pool = new Pool({ connectionString: process.env["DATABASE_URL"] });

const rekindle = await startBot({
  client,
  pool,
  model: (prompt) => Promise.resolve(`You said: ${prompt.split("\n").at(-1) ?? ""}`),
  rekindle: { settings: settingsFromEnvironment(process.env) },
});
client.once(Events.ClientReady, ({ application }) => {
  void application.commands.create({ name: "dice", description: "Rolls a die" });
});
await client.login(process.env["DISCORD_TOKEN"]);

process.once("SIGTERM", () => {
  void rekindle
    .stop() // waits for what is running; client and pool are this bot's to end
    .then(() => client.destroy())
    .then(() => pool.end());
});
