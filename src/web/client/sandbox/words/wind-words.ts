import type { ClockAnswer } from "../../../contract.ts";
import type { ClockView } from "../state/page-state.ts";
import { lengthWords } from "./moments.ts";

/** What came of winding the clock, in one line. */
export function windResult(
  answer: ClockAnswer,
  wind: { readonly from: string; readonly untilDelivery: boolean },
): NonNullable<ClockView["note"]> {
  const length = lengthWords(Date.parse(answer.now) - Date.parse(wind.from));
  if (answer.delivered > 0) {
    return { tone: "good", words: `${length} later: ${deliveredWords(answer.delivered)}.` };
  }
  if (wind.untilDelivery) {
    return { tone: "quiet", words: `${length} passed and nothing was sent. The panel says why.` };
  }
  return { tone: "quiet", words: `${length} later: nothing was sent.` };
}

/** How many messages have reached people. */
export function deliveredWords(count: number): string {
  if (count === 0) {
    return "no message yet";
  }
  return count === 1 ? "1 message delivered" : `${String(count)} messages delivered`;
}
