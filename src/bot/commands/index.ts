import type { MessageEvent, Reply } from "../../delivery/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { botStatus } from "./bot-status.ts";
import type { Command, CommandSource } from "./command-types.ts";
import { debug } from "./debug.ts";
import { followupSettings } from "./followup-settings.ts";
import { jobStatus } from "./job-status.ts";
import { scheduleFollowup } from "./schedule-followup.ts";

const COMMANDS: readonly Command[] = [followupSettings, scheduleFollowup, jobStatus, debug, botStatus];

/** A message that calls a command. */
export interface CommandCall {
  readonly prefix: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** Reads "!name words…" or "/name words…"; `null` where the message is no command. */
export function parseCommand({ text }: Pick<MessageEvent, "text">): CommandCall | null {
  const match = /^\s*([!/])([a-z][a-z_]*)(?:\s+([\s\S]*))?$/i.exec(text.slice(0, 500));
  if (match === null) {
    return null;
  }
  const [, prefix = "!", name = "", rest = ""] = match;
  return { prefix, name: name.toLowerCase(), words: rest.split(/\s+/).filter((word) => word !== "") };
}

/** Does what a command asks for, or says how it is called. The answer goes to whoever gave it alone. */
export async function runCommand(parts: BotParts, event: CommandSource, call: CommandCall): Promise<void> {
  const command = COMMANDS.find(({ name }) => name === call.name);
  if (command === undefined) {
    if (event.place.kind === "dm") {
      await answer(parts, event, { text: unknownCommand(call, event) });
    }
    return; // in a channel it may be meant for another bot
  }
  if (!mayRun(command, event)) {
    await answer(parts, event, {
      text: `\`${call.prefix}${command.name}\` is for ${command.rank === "operator" ? "the bot's operators" : "administrators"}.`,
    });
    return;
  }
  const reply = await command.run(parts, event, call.words);
  await answer(parts, event, reply ?? { text: `Usage: \`${call.prefix}${command.usage}\`` });
}

function answer(
  { inbox }: BotParts,
  event: CommandSource,
  { text, buttons = [] }: Omit<Reply, "onlyForActor">,
): Promise<void> {
  return inbox.reply(event, { text, buttons, onlyForActor: true });
}

function mayRun({ rank }: Command, { actor, place }: CommandSource): boolean {
  switch (rank) {
    case "anyone":
      return true;
    case "operator":
      return actor.operator;
    case "administrator":
      return actor.operator || (actor.serverAdministrator && place.serverId !== null);
  }
}

function unknownCommand({ prefix, name }: CommandCall, event: CommandSource): string {
  const own = COMMANDS.filter((command) => mayRun(command, event)).map((command) => `\`${prefix}${command.usage}\``);
  return [`I do not know \`${prefix}${name}\`. I know:`, ...own].join("\n");
}
