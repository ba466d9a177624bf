/** A command that can be typed into the chat. */
export interface Command {
  /** What is put into the composer. */
  readonly text: string;
  /** How it is shown, with what is to be filled in. */
  readonly shown: string;
  readonly words: string;
  readonly forAdmin: boolean;
}

const forEverybody = (text: string, words: string): Command => ({ text, shown: text, words, forAdmin: false });
const forAdmin = (text: string, words: string, shown = text): Command => ({ text, shown, words, forAdmin: true });

const COMMANDS: readonly Command[] = [
  forEverybody("!followup_settings status", "what is set for you now"),
  forEverybody("!followup_settings on", "let the bot write to you here"),
  forEverybody("!followup_settings off", "no more follow-ups"),
  forEverybody("!followup_settings dm", "let it write to you in your direct chat"),
  forEverybody("!followup_settings here", "let it write to you in this place"),
  forAdmin("!schedule_followup @", "write to somebody in so many hours", "!schedule_followup @name 24"),
  forAdmin("!job_status", "how the scheduler is doing; add an id for one job"),
  forAdmin("!bot_status", "how the bot is doing"),
  forAdmin("!followups pause", "hold all follow-ups"),
  forAdmin("!followups resume", "let them go on"),
  forAdmin("!debug on", "write more into the log"),
  forAdmin("!debug off", "write less into the log"),
];

/** The commands that begin with what was typed; none where something else was typed. */
export function matchingCommands(typed: string, isAdmin: boolean): readonly Command[] {
  if (!typed.startsWith("!") || typed.includes("\n")) {
    return [];
  }
  const start = typed.toLowerCase();
  return COMMANDS.filter(
    (command) => (isAdmin || !command.forAdmin) && command.text.startsWith(start) && command.text !== start,
  );
}
