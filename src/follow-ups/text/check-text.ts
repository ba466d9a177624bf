import { hasHiddenCharacters } from "./hidden-characters.ts";
import { linksIn } from "./links.ts";
import { findManipulation } from "./manipulation.ts";
import { isNearRepeat } from "./similarity.ts";
import type { TextProblem } from "./text-problems.ts";

/** The longest follow-up that is sent, in UTF-16 units, the line about automation not counted. */
export const MAX_TEXT_CHARACTERS = 600;

/** What a text is checked against. */
export interface TextContext {
  /** How the text addresses its reader; it may say this name whatever words the name is made of. */
  readonly targetName: string | null;
  /** Their own words that a wording of ours was filled with: patterns read them, the classifier of tone does not. `null` where a model wrote. */
  readonly topic: string | null;
  /** Links that the person posted themselves, as they wrote them. */
  readonly allowedLinks: readonly string[];
  /** What was sent to them before, in any order. */
  readonly recentTexts: readonly string[];
}

/** Whether a text may be sent, and if not, why. */
export type TextVerdict = { readonly ok: true } | { readonly ok: false; readonly problem: TextProblem };

const SLOT =
  /\{[^{}\n]{0,80}\}|[{}]|<%|%>|\$\{|\[[a-z][a-z_ ]{1,30}\](?!\()|<(?:name|topic|user|username|friend)>|\b(?:undefined|null)\b|\[object /i;
// In this spelling alone: a nan is a grandmother.
const NOT_A_NUMBER = /\bNaN\b/;
const MENTION = /@everyone|@here|<@[!&]?\d*>?|<#\d*>?|<id:|<\/\w+:|(?<![\p{L}\p{N}])@[\p{L}\p{N}_]/iu;
const READABLE = /[\p{L}\p{N}]/u;

/**
 * Looks at a follow-up before it is sent, whoever wrote it. The first problem found is told; problems of form come before those
 * of tone. What it cannot see: whether a claim is true, and whether a language other than English manipulates.
 */
export function checkText(text: string, context: TextContext): TextVerdict {
  const problem = problemOf(text, context);
  return problem === null ? { ok: true } : { ok: false, problem };
}

function problemOf(text: string, { targetName, topic, allowedLinks, recentTexts }: TextContext): TextProblem | null {
  if (text.length > MAX_TEXT_CHARACTERS) {
    return "too_long"; // first, so that nothing below reads an endless text
  }
  if (!READABLE.test(text)) {
    return "empty";
  }
  if (hasHiddenCharacters(text)) {
    return "hidden_characters";
  }
  const withoutName = targetName === null || targetName === "" ? text : text.replaceAll(targetName, "friend");
  const plain = withoutName.normalize("NFKC");
  if (SLOT.test(plain) || NOT_A_NUMBER.test(plain)) {
    return "unfilled_slot";
  }
  if (MENTION.test(plain)) {
    return "mention";
  }
  const links = linksIn(plain);
  if (links.some((link) => !allowedLinks.includes(link))) {
    return "link";
  }
  const words = links.reduce((rest, link) => rest.replaceAll(link, " "), withoutName);
  return findManipulation(words, topic) ?? (isNearRepeat(text, recentTexts) ? "near_repeat" : null);
}
