import type { FollowUpContext, OutboundMessage } from "../outbound/index.ts";

/**
 * What *Why this?* says about a follow-up: the reason, and their own words where they are still kept. Nobody is told of a yes that
 * only the operator's setting stands for.
 */
export function explain(
  { contextData, kind }: Pick<OutboundMessage, "contextData" | "kind">,
  dayInWords: DayInWords,
): string {
  if (contextData.asked === true) {
    return "You asked me to ask you how you are. It was this once, and nothing else was behind it.";
  }
  const lines = [
    kind === "check_in" && contextData.byOperator === true ? OPERATOR_WORDS : kindWords(kind, contextData, dayInWords),
  ];
  if (contextData.orderId !== undefined) {
    lines.push("An administrator asked me to write to you now.");
  }
  lines.push("You can choose Later or Stop under the message at any time.");
  return lines.join("\n");
}

/** How the platform writes a day. */
type DayInWords = (moment: Date) => string;

const OPERATOR_WORDS =
  "Whoever runs this bot lets it check in with everybody who has not switched that off. Nothing else was behind it.";

function kindWords(kind: FollowUpContext["kind"], context: FollowUpContext, dayInWords: DayInWords): string {
  switch (kind) {
    case "check_in":
      return "You said that I may check in with you now and then. Nothing else was behind it.";
    case "goodbye":
      return "My last messages had no answer, so this was the last that I send by myself. If you write, we talk.";
    case "open_thread":
      return `You told me about it. ${source(context, dayInWords)}`;
    case "interest":
      return `You told me that you like it. ${source(context, dayInWords)}`;
    case "after_low_mood":
      return `It sounded as if you had a hard time. ${source(context, dayInWords)}`;
    case "after_high_mood":
      return `It sounded as if you were in good spirits. ${source(context, dayInWords)}`;
  }
}

function source({ quote, saidAt, byHost }: FollowUpContext, dayInWords: DayInWords): string {
  if (byHost === true) {
    return "That is what I noted of our talks.";
  }
  if (quote === undefined || saidAt === undefined) {
    return "The words that it went back to have been deleted since.";
  }
  return `On ${dayInWords(new Date(saidAt))} you wrote: “${quote}”`;
}
