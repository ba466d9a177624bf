import { BUTTON_IDS } from "../vocabulary/index.ts";

/** What the question must tell truthfully. */
export interface QuestionFacts {
  /** How long messages are kept, in days. */
  readonly retentionDays: number;
  /** At most so many follow-ups in seven days. */
  readonly maxPerWeek: number;
  /** The command by which a person changes what they chose: "/followup_settings". */
  readonly settingsCommand: string;
  /** Whether the bot around us keeps the texts, and we do not. */
  readonly leavesTexts: boolean;
  /** Who runs the language model ("api.example.com"); `null` where there is none. */
  readonly modelHost: string | null;
}

/** A question to a person: words and buttons. */
export interface Question {
  /** Which wording it is; goes on record with the answer. */
  readonly version: string;
  readonly text: string;
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
}

/** Named in each consent record. A new wording gets a new version; old ones are never used again. */
const QUESTION_VERSION = "follow-ups/en/1";
/** The same, where the bot around us keeps the texts. */
const HOST_QUESTION_VERSION = "follow-ups/en/host-1";
/** For a no given by the button *Stop* under a follow-up. */
export const STOP_VERSION = "stop/en/1";
/** For a yes or no given by command. */
export const COMMAND_VERSION = "followup_settings/en/1";

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The permission question. What it says must be true: the facts come from the settings. */
export function permissionQuestion({
  retentionDays,
  maxPerWeek,
  settingsCommand,
  leavesTexts,
  modelHost,
}: QuestionFacts): Question {
  const model =
    modelHost === null
      ? "No language model reads along."
      : `A language model run by ${modelHost} reads it too, to answer you and to word such messages.`;
  const kept = leavesTexts
    ? "For this I look at what you wrote to me here, and keep a few notes from it."
    : `For this I keep what you write to me for ${counted(retentionDays, "day")}, and a few notes from it.`;
  return {
    version: leavesTexts ? HOST_QUESTION_VERSION : QUESTION_VERSION,
    text: [
      "May I write to you now and then, when you have not been around? For example to ask how something went that you told me about.",
      `I am a bot. ${kept} ${model}`,
      `At most ${counted(maxPerWeek, "message")} in seven days, at the hours at which you are usually here. You can stop it at any time: ${settingsCommand} off`,
    ].join("\n"),
    buttons: [
      { id: BUTTON_IDS.consentYes, label: "Yes" },
      { id: BUTTON_IDS.consentTopics, label: "Only about what I told you" },
      { id: BUTTON_IDS.consentNo, label: "No" },
    ],
  };
}
