import { cleanMessage, looksEnglish, splitIntoClauses } from "./text/index.ts";

/** Whether a text reads as English. Cheap, and right often enough to keep a text in another language from being sent. */
export function isEnglish(text: string): boolean {
  return looksEnglish(splitIntoClauses(cleanMessage(text).text));
}
