/** What Discord takes as one message. */
export const LONGEST_MESSAGE = 2000;
/** What Discord takes as the text of an embed. */
export const LONGEST_EMBED_TEXT = 4096;

const ELLIPSIS = "…";

/** Where a text of more than `limit` units is cut: after a word where one ends in the last fifth, never inside a character. */
function cutPoint(text: string, limit: number): number {
  for (const end of [text.lastIndexOf("\n", limit), text.lastIndexOf(" ", limit)]) {
    if (end >= limit * 0.8) {
      return end;
    }
  }
  const last = text.charCodeAt(limit - 1);
  const insidePair = last >= 0xd800 && last <= 0xdbff;
  return insidePair ? limit - 1 : limit;
}

/** The text in at most `limit` UTF-16 units. One that is longer ends after a word, with an ellipsis. */
export function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, cutPoint(text, limit - ELLIPSIS.length)).trimEnd()}${ELLIPSIS}`;
}

/** The text in parts of at most `limit` UTF-16 units, each but the last ending after a line or a word. Never an empty list. */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const end = cutPoint(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest].filter((part, index) => part !== "" || index === 0);
}

const SMALL_PRINT = /\n-# [^\n]*$/;

/** As {@link cutText}, but the small print in the last line ("-# automated …") is never what is cut off. */
export function cutAboveSmallPrint(text: string, limit: number): string {
  const smallPrint = SMALL_PRINT.exec(text)?.[0] ?? "";
  const body = text.slice(0, text.length - smallPrint.length);
  return smallPrint.length >= limit / 2
    ? cutText(text, limit)
    : `${cutText(body, limit - smallPrint.length)}${smallPrint}`;
}
