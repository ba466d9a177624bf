import { isDateWord } from "./date-words.ts";
import type { Clause, Word } from "./text/index.ts";

/** What is said in a message that is no matter of its author's: a film's plot, a command, what somebody else said. */

const FICTION =
  /\b(?:in|on|from|of) (?:the|this|that|a|my) (?:\w+ )?(?:movie|film|show|book|series|anime|manga|story|novel|episode|arc|plot|dream|sitcom|drama|k-?drama|documentary|meme)\b|\b(?:episodes|anime|lyrics|fanfic|spoiler|plot twist|sitcom)\b/;
const COMMAND =
  /^(?:please |pls |can you |could you |hey |ok |so )*(?:write|tell|give|make|draw|sing|explain|list|translate|summari[sz]e|recommend|suggest|generate|pretend|imagine|roleplay) (?:me|us|a|an|the|some|that|this|what|how)\b|^[!/.$?][a-z]|^(?:roleplay|rp)\b|\byou are an? \w+ (?:and|who|in)\b/;
const ASKS = new Set([
  "what",
  "when",
  "where",
  "why",
  "who",
  "how",
  "which",
  "whose",
  "what's",
  "when's",
  "where's",
  "who's",
  "how's",
]);
const OF_DAYS = new Set(["a", "an", "such", "so", "my", "always", "never", "basically", "too"]);
const SUNG = /[🎵🎶♪♫🎤]/u;
const QUOTED = /"[^"\n]{12,300}"|"[^"\n]*\b(?:i|you|we|me)\b[^"\n]*"/gi;

/** The text without what is quoted in it. */
export function withoutQuotes(text: string): string {
  return text.replace(QUOTED, (quoted) => `\n${" ".repeat(Math.max(0, quoted.length - 2))}\n`);
}

/** Whether the whole message is about a story, sung, or an order to the bot. */
export function isNobodysMatter(text: string, emojis: readonly string[]): boolean {
  const plain = text.toLowerCase().trim();
  return FICTION.test(plain) || COMMAND.test(plain) || SUNG.test(text) || emojis.some((emoji) => SUNG.test(emoji));
}

/** Whether a clause says something of a day itself: "christmas is my favourite holiday", "tomorrow is monday". */
export function speaksOfDays({ words }: Clause): boolean {
  const is = words.findIndex(({ key }) => key === "is" || key === "are");
  const after = words[is + 1]?.key ?? "";
  return (
    is > 0 &&
    words.slice(0, is).every(({ key }) => isDateWord(key)) &&
    (OF_DAYS.has(after) || isDateWord(after)) &&
    words[is + 2]?.key !== "first" &&
    !(after === "my" && !/^favou?rite$/.test(words[is + 2]?.key ?? ""))
  );
}

/** Whether a clause is a question about the world, or a wish for no day: "what time is the eclipse on august 2nd", "some day i will write a book". */
export function asksTheWorld({ words }: Clause): boolean {
  const keys = words.map(({ key }: Word) => key);
  if (/\b(?:some|one) day\b|\bsomeday\b|\bone of these days\b/.test(keys.join(" "))) {
    return true; // a wish for no day at all
  }
  const first = keys.findIndex((key) => !["ok", "so", "hey", "wait", "and", "but", "btw"].includes(key));
  return (
    ASKS.has(keys[first] ?? "") && !keys.some((key) => key === "my" || key === "i" || key === "we" || key === "our")
  );
}
