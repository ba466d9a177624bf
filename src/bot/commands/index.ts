import type { CommandDefinition, CommandEvent, InboxEvent, MessageEvent, PressEvent } from "../../delivery/index.ts";
import { personId } from "../../vocabulary/index.ts";
import { answer, canBeTold } from "../answer.ts";
import type { BotParts } from "../bot-parts.ts";
import { mentionOf } from "../plain-words.ts";
import { privateAnswer } from "../private-words.ts";
import { botStatus } from "./bot-status.ts";
import { packCall } from "./call-in-button.ts";
import type { Command } from "./command-types.ts";
import { debug } from "./debug.ts";
import { followupSettings } from "./followup-settings.ts";
import { followups } from "./followups.ts";
import { jobStatus } from "./job-status.ts";
import { mayGive } from "./ranks.ts";
import { scheduleFollowup } from "./schedule-followup.ts";

export { completeField } from "./complete-field.ts";

const COMMANDS: readonly Command[] = [followupSettings, scheduleFollowup, jobStatus, followups, debug, botStatus];

/** The commands, as a platform with commands of its own offers them. */
export const COMMAND_DEFINITIONS: readonly CommandDefinition[] = COMMANDS.map(
  ({ name, description, rank, fields }) => ({ name, description, rank, fields }),
);

/** A call of a command. */
export interface CommandCall extends Pick<CommandEvent, "name" | "words" | "mentions"> {
  readonly prefix: string;
}

/** Reads "!name words…" or "/name words…"; `null` where the message is no command. */
export function parseCommand({ text, mentions }: Pick<MessageEvent, "text" | "mentions">): CommandCall | null {
  const match = /^\s*([!/])([a-z][a-z_]*)(?:\s+([\s\S]*))?$/i.exec(text.slice(0, 500));
  if (match === null) {
    return null;
  }
  const [, prefix = "!", name = "", rest = ""] = match;
  return { prefix, name: name.toLowerCase(), words: wordsOf(rest), mentions };
}

/** Whether a command that nobody heard in time is carried out all the same: a no is, what would surprise hours later is not. */
export function countsLate({ name, words }: CommandCall): boolean {
  return name === followupSettings.name && words[0]?.toLowerCase() === "off";
}

/** Reads the call that a button carries. */
export function unpackCall({ followUps }: BotParts, packed: string): CommandCall {
  const [name = "", ...words] = wordsOf(packed);
  const id = /^<@(.+)>$/.exec(words[0] ?? "")?.[1];
  const mentions = id === undefined ? [] : [{ id: personId(id), name: mentionOf(id) }];
  return { prefix: followUps.settings.commandPrefix, name, words, mentions };
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Does what a command asks for, or says how it is called. The answer goes to whoever gave it alone. */
export async function runCommand(parts: BotParts, event: InboxEvent, call: CommandCall): Promise<void> {
  const command = COMMANDS.find(({ name }) => name === call.name);
  if (command === undefined) {
    if (event.place.kind === "dm") {
      await answer(parts, event, { text: unknownCommand(call, event), onlyForActor: true });
    }
    return; // in a channel it may be meant for another bot
  }
  const alone = canBeTold(parts.inbox, event);
  if (!mayGive(command, event)) {
    const text = `\`${call.prefix}${command.name}\` is for ${command.rank === "operator" ? "the bot's operators" : "administrators"}.`;
    await answer(parts, event, { text, onlyForActor: alone });
    return;
  }
  if (!alone && event.type !== "press") {
    await answerAmongOthers(parts, event, { command, call });
    return;
  }
  const reply = await runNow(parts, event, { command, call });
  const { text, buttons = [] } = reply ?? { text: `Usage: \`${call.prefix}${command.usage}\`` };
  await answer(parts, event, { text, buttons, onlyForActor: true });
}

interface KnownCall {
  readonly command: Command;
  readonly call: CommandCall;
}

function runNow(parts: BotParts, { actor, place, at }: InboxEvent, { command, call }: KnownCall) {
  return command.run(parts, { actor, place, at, mentions: call.mentions }, call.words);
}

/** Everybody reads along, and the answer is for one: it waits behind a button, which gives it to whoever presses, with their rights. */
async function answerAmongOthers(
  parts: BotParts,
  event: Exclude<InboxEvent, PressEvent>,
  { command, call }: KnownCall,
): Promise<void> {
  const shown = command.actsAtOnce?.(call.words) ?? null;
  const done = shown !== null && (await runNow(parts, event, { command, call })) !== null;
  const buttonId = packCall(command, done ? { ...call, words: shown } : call);
  await answer(
    parts,
    event,
    buttonId === null
      ? { text: `My answer is for you alone: please use \`/${command.name}\`.`, onlyForActor: false }
      : privateAnswer(event.actor.name, buttonId),
  );
}

function unknownCommand({ prefix, name }: CommandCall, event: InboxEvent): string {
  const own = COMMANDS.filter((command) => mayGive(command, event)).map((command) => `\`${prefix}${command.usage}\``);
  return [`I do not know \`${prefix}${name}\`. I know:`, ...own].join("\n");
}
