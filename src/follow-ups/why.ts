import { describeDay } from "../kernel/index.ts";
import type { FollowUpContext, OutboundMessage } from "../outbound/index.ts";

/**
 * What *Why this?* says about a follow-up: the reason, and their own words where they are still kept. Nobody is told of a yes that
 * only the operator's setting stands for.
 */
export function explain({ contextData, kind }: Pick<OutboundMessage, "contextData" | "kind">): string {
  const lines = [
    kind === "check_in" && contextData.byOperator === true ? OPERATOR_WORDS : kindWords(kind, contextData),
  ];
  if (contextData.orderId !== undefined) {
    lines.push("An administrator asked me to write to you now.");
  }
  lines.push("You can choose Later or Stop under the message at any time.");
  return lines.join("\n");
}

const OPERATOR_WORDS =
  "Whoever runs this bot lets it check in with everybody who has not switched that off. Nothing else was behind it.";

function kindWords(kind: FollowUpContext["kind"], context: FollowUpContext): string {
  switch (kind) {
    case "check_in":
      return "You said that I may check in with you now and then. Nothing else was behind it.";
    case "goodbye":
      return "My last messages had no answer, so this was the last that I send by myself. If you write, we talk.";
    case "open_thread":
      return `You told me about it. ${source(context)}`;
    case "interest":
      return `You told me that you like it. ${source(context)}`;
    case "after_low_mood":
      return `It sounded as if you had a hard time. ${source(context)}`;
    case "after_high_mood":
      return `It sounded as if you were in good spirits. ${source(context)}`;
  }
}

function source({ quote, saidAt }: FollowUpContext): string {
  if (quote === undefined || saidAt === undefined) {
    return "The words that it went back to have been deleted since.";
  }
  return `On ${describeDay(new Date(saidAt))} you wrote: “${quote}”`;
}
