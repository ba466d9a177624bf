import signs from "./word-lists/thread-signs.json" with { type: "json" };
import type { Clause, Word } from "./text/index.ts";

const OUTCOMES = new Set(signs.outcomes);
const ENDED = new Set(signs.ended);
const JUDGEMENTS = new Set(signs.judgements);
const ON_THEIR_MIND = new Set(signs.onTheirMind);
const UNREAL = new Set(signs.unreal);
const NOT_DENIED = new Set(signs.notDenied);
const DENIALS = new Set(["not", "no", "never", "without", "nor"]);
const WAS = new Set(["was", "were", "is", "are"]);
const ASKING = new Set("is are am do does did was were should can could will what when where how why who".split(" "));
const CAME = new Set(["is", "are", "am", "was", "were", "came", "got", "^"]);
const AHEAD = new Set(["to", "will", "not", "until", "get", "hear"]);
const REACH_OF_DENIAL = 4;
const REACH_OF_JUDGEMENT = 4;

/** Whether the words before a phrase say that there is no such thing: "I don't have an exam", "if I had an interview". */
export function isDenied(words: readonly Word[], from: number): boolean {
  for (let at = from - 1; at >= 0; at -= 1) {
    const key = words[at]?.key ?? "";
    if (UNREAL.has(key) && !(key === "wish" && words[at + 1]?.key === "me")) {
      return true;
    }
    const denies = DENIALS.has(key) && from - at <= REACH_OF_DENIAL;
    if (denies && !NOT_DENIED.has(words[at + 1]?.key ?? "")) {
      return true;
    }
  }
  return false;
}

/** Whether the clause asks somebody else: "are you going to your exam?", "is the exam on Friday?". */
export function asksOthers({ words, question }: Clause, from: number): boolean {
  const before = words.slice(0, from).map(({ key }) => key);
  const asks = question && ASKING.has(words[0]?.key ?? "");
  return before.includes("you") || (asks && !before.includes("anyone") && !words.some(({ key }) => key === "my"));
}

/** Whether a clause tells how something came out: "went well", "is over", "was awful". */
export function tellsOutcome({ words }: Clause): boolean {
  return words.some(
    ({ key }, at) =>
      (OUTCOMES.has(key) && !isAhead(words, at) && !(key === "back" && !CAME.has(words[at - 1]?.key ?? ""))) ||
      (WAS.has(key) && key.startsWith("w") && isJudged(words, at)),
  );
}

/** Whether a clause says that something will not be, or is no more. */
export function tellsEnd({ words }: Clause): boolean {
  return words.some(
    ({ key }, at) =>
      (key === "off" ? words[at - 1]?.key === "called" : ENDED.has(key)) ||
      (key === "all" && words[at - 1]?.key === "after") ||
      (key === "supposed" && /^(?:was|were)$/.test(words[at - 1]?.key ?? "")),
  );
}

/** Whether a clause shows that its matter is on the person's mind. */
export function isOnTheirMind({ words }: Clause): boolean {
  return words.some(({ key }) => ON_THEIR_MIND.has(key));
}

/** Whether a clause speaks of what has been. */
export function isPast({ words }: Clause): boolean {
  return words.some(({ key }) => key === "was" || key === "were" || key === "had" || key === "did" || key === "went");
}

// "to be done", "will be over": an outcome that is still to come.
function isAhead(words: readonly Word[], at: number): boolean {
  const before = words.slice(Math.max(0, at - 4), at).map(({ key }) => key);
  return before.some((key) => AHEAD.has(key));
}

function isJudged(words: readonly Word[], at: number): boolean {
  return words.slice(at + 1, at + 1 + REACH_OF_JUDGEMENT).some(({ key }) => JUDGEMENTS.has(key));
}
