import { BUTTON_IDS } from "../vocabulary/index.ts";

/** What the question must tell truthfully. */
export interface QuestionFacts {
  /** How long messages are kept, in days. */
  readonly retentionDays: number;
  /** At most so many follow-ups in seven days. */
  readonly maxPerWeek: number;
  /** How commands are typed: "!" or "/". */
  readonly commandPrefix: string;
  /** Who runs the language model ("api.example.com"); `null` where there is none. */
  readonly modelHost: string | null;
}

/** A question to a person: words and buttons. */
export interface Question {
  readonly text: string;
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
}

/** Named in each consent record. A new wording gets a new version; old ones are never used again. */
export const QUESTION_VERSION = "follow-ups/en/1";
/** For a no given by the button *Stop* under a follow-up. */
export const STOP_VERSION = "stop/en/1";
/** For a yes or no given by command. */
export const COMMAND_VERSION = "followup_settings/en/1";

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The permission question. What it says must be true: the facts come from the settings. */
export function permissionQuestion({ retentionDays, maxPerWeek, commandPrefix, modelHost }: QuestionFacts): Question {
  const model =
    modelHost === null
      ? "No language model reads along."
      : `A language model run by ${modelHost} reads it too, to answer you and to word such messages.`;
  return {
    text: [
      "May I write to you now and then, when you have not been around? For example to ask how something went that you told me about.",
      `I am a bot. For this I keep what you write to me for ${counted(retentionDays, "day")}, and a few notes from it. ${model}`,
      `At most ${counted(maxPerWeek, "message")} in seven days, at the hours at which you are usually here. You can stop it at any time: ${commandPrefix}followup_settings off`,
    ].join("\n"),
    buttons: [
      { id: BUTTON_IDS.consentYes, label: "Yes" },
      { id: BUTTON_IDS.consentTopics, label: "Only about what I told you" },
      { id: BUTTON_IDS.consentNo, label: "No" },
    ],
  };
}
