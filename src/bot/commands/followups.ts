import { transactionRepeated } from "../../database/index.ts";
import { pauseFollowUps, readPause, resumeFollowUps } from "../../follow-ups/index.ts";
import type { BotParts } from "../bot-parts.ts";
import { minuteOf } from "../plain-words.ts";
import type { Command, CommandAnswer, CommandSource } from "./command-types.ts";

/** Operators pause all follow-ups, and let them go on. */
export const followups: Command = {
  name: "followups",
  description: "Pauses all follow-ups of this bot, or lets them go on",
  usage: "followups pause | resume",
  rank: "operator",
  fields: [
    {
      name: "action",
      description: "What to do",
      required: true,
      type: "choice",
      choices: ["pause", "resume"],
    },
  ],
  actsAtOnce: (words) => words, // doing it twice changes nothing
  run: async (parts, source, words) => {
    switch (words.join(" ").toLowerCase()) {
      case "pause":
        return pause(parts, source);
      case "resume":
        return resume(parts);
      default:
        return null;
    }
  },
};

async function pause({ database, inbox }: BotParts, { actor }: CommandSource): Promise<CommandAnswer> {
  const changed = await transactionRepeated(database, (transaction) => pauseFollowUps(transaction, actor.id));
  const { pausedAt } = await readPause(database);
  const since = pausedAt === null ? "" : ` since ${minuteOf({ inbox }, pausedAt)}`;
  return {
    text: changed
      ? "Follow-ups are paused, in all processes and from now on: nothing is sent, also not what waits in line. Orders wait."
      : `Follow-ups are paused${since}.`,
  };
}

async function resume({ database, followUps }: BotParts): Promise<CommandAnswer> {
  const changed = await transactionRepeated(database, (transaction) => resumeFollowUps(followUps, transaction));
  return {
    text: changed
      ? "Follow-ups go on. Everybody is planned anew now, spread over their good hours."
      : "Follow-ups are not paused.",
  };
}
