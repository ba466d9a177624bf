import { buttonRows } from "./outgoing/button-rows.ts";

/** What a bot's own answer asks with, as `message.reply` and `interaction.reply` take it. */
export interface QuestionMessage {
  readonly content: string;
  readonly components: ReturnType<typeof buttonRows>;
}

/** The permission question as a message of discord.js. Ask where nobody else reads along: in a direct chat, or ephemerally. */
export function questionMessage(question: {
  readonly text: string;
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
}): QuestionMessage {
  return { content: question.text, components: buttonRows(question.buttons, null) };
}
