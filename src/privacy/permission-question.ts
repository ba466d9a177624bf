import { BUTTON_IDS } from "../vocabulary/index.ts";

/** What the question must tell truthfully. */
export interface QuestionFacts {
  /** How long messages are kept, in days. */
  readonly retentionDays: number;
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
/** For a yes or no given by command. */
export const COMMAND_VERSION = "followup_settings/en/1";

/** The permission question. What it says must be true: the facts come from the settings. */
export function permissionQuestion({ retentionDays, modelHost }: QuestionFacts): Question {
  const model =
    modelHost === null
      ? "No language model reads along."
      : `A language model run by ${modelHost} helps with the wording.`;
  return {
    text: [
      "May I write to you now and then, when you have not been around? For example to ask how something went that you told me about.",
      `I am a bot. For this I keep what you write here for ${retentionDays} days, and a few notes from it. ${model}`,
      "At most a couple of messages a week, at the hours at which you are usually here. You can stop it at any time: !followup_settings off",
    ].join("\n"),
    buttons: [
      { id: BUTTON_IDS.consentYes, label: "Yes" },
      { id: BUTTON_IDS.consentTopics, label: "Only about what I told you" },
      { id: BUTTON_IDS.consentNo, label: "No" },
    ],
  };
}
