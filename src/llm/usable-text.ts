import { ModelRefusedError } from "./model-errors.ts";

/** The longest answer that is passed on, in characters (UTF-16 units). Longer ones are refused, not cut: half a text is none. */
export const MAX_ANSWER_CHARACTERS = 20_000;

/**
 * A model's raw answer as a text that can be stored and shown: without reasoning, NUL characters (PostgreSQL stores none) and
 * broken surrogates, trimmed.
 *
 * @throws ModelRefusedError where nothing visible is left, or too much.
 */
export function usableText(raw: string): string {
  const text = withoutReasoning(raw.replaceAll("\0", "").toWellFormed()).trim();
  if (!VISIBLE.test(text)) {
    throw new ModelRefusedError("empty");
  }
  if (text.length > MAX_ANSWER_CHARACTERS) {
    throw new ModelRefusedError("too-long");
  }
  return text;
}

const VISIBLE = /[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}]/u;
const REASONING_TAG = /<(\/?)think(?:ing)?>/giu;

/**
 * The text outside `<think>…</think>`. A block that never ends reaches to the end. An end without a beginning means that the
 * prompt's template had opened the block (DeepSeek R1 does), so everything before it was reasoning.
 *
 * Walks the tags once: one expression for whole blocks would take quadratic time over many that never end.
 */
function withoutReasoning(raw: string): string {
  let kept = "";
  let position = 0;
  let reasoning = false;
  for (const tag of raw.matchAll(REASONING_TAG)) {
    const closes = tag[1] === "/";
    if (closes && !reasoning) {
      kept = "";
    } else if (!closes && !reasoning) {
      kept += raw.slice(position, tag.index);
    }
    reasoning = !closes;
    position = tag.index + tag[0].length;
  }
  return reasoning ? kept : kept + raw.slice(position);
}
