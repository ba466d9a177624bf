import { numberFor, pick, type Random } from "../../kernel/index.ts";
import type { FollowUpKind, Language, Relationship } from "../../vocabulary/index.ts";
import { isNearRepeat } from "../text/index.ts";
import { cleanName } from "./clean-name.ts";
import type { Templates } from "./load-templates.ts";
import type { TemplateFile } from "./template-files.ts";

/** What is to be said, to whom, and what has been said already. */
export interface RenderOptions {
  readonly templates: Templates;
  readonly kind: FollowUpKind;
  readonly language: Language;
  readonly relationship: Relationship;
  /** For a person with a grief: only wordings without emoji and exclamation marks. */
  readonly quiet: boolean;
  /** As the platform shows it; cleaned here, and left out where it is not plain. */
  readonly name: string | null;
  /** A noun phrase that addresses the person ("your biology exam"). One that is not plain words counts as none. */
  readonly topic: string | null;
  /** Texts that were sent to them before: none that is nearly one of these is chosen. */
  readonly avoid: readonly string[];
  readonly random: Random;
}

/** A text that can be sent once it has passed the checks. */
export interface RenderedText {
  readonly text: string;
  /** Names the wording for good: it changes only when its words do. */
  readonly templateId: string;
}

const PLAIN_TOPIC = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ -]{0,58}[\p{L}\p{M}\p{N}'’]$/u;
const LOUD = /[!\p{Extended_Pictographic}]/v;

/**
 * Picks a wording that can be filled and fills it. The same options and the same chance give the same text. `null` where no
 * wording is left: a topic that the kind needs is missing, or every text is nearly one of those to avoid.
 */
export function renderTemplate(options: RenderOptions): RenderedText | null {
  const file = options.templates.get(options.language)?.get(options.kind);
  if (file === undefined) {
    return null;
  }
  const name = options.name === null ? null : cleanName(options.name);
  const topic = options.topic !== null && PLAIN_TOPIC.test(options.topic) ? options.topic : null;
  for (const wordings of sources(file, options, topic)) {
    const candidates = wordings
      .filter((wording) => !(options.quiet && LOUD.test(wording)))
      .filter(
        (wording) => (name !== null || !wording.includes("{name}")) && (topic !== null || !wording.includes("{topic}")),
      )
      .map((wording) => fill(wording, { options, name, topic }))
      .filter(({ text }) => !isNearRepeat(text, options.avoid));
    const chosen = pick(candidates, options.random);
    if (chosen !== undefined) {
      return chosen;
    }
  }
  return null;
}

// The sets to choose from, the best first; the next is used only when nothing is left of the one before.
function sources(
  file: TemplateFile,
  { relationship, quiet }: RenderOptions,
  topic: string | null,
): readonly (readonly string[])[] {
  const plain = quiet && file.quietWordings !== undefined ? file.quietWordings : file.wordings;
  return topic !== null && file.wordingsWithTopic !== undefined
    ? [file.wordingsWithTopic[relationship], plain[relationship]]
    : [plain[relationship]];
}

function fill(
  wording: string,
  { options, name, topic }: { options: RenderOptions; name: string | null; topic: string | null },
): RenderedText {
  const text = wording.replaceAll("{name}", () => name ?? "").replaceAll("{topic}", () => topic ?? "");
  const { language, kind, relationship } = options;
  return { text, templateId: `${language}/${kind}/${relationship}/${fingerprint(wording)}` };
}

function fingerprint(wording: string): string {
  return Math.floor(numberFor(wording) * 4_294_967_296)
    .toString(36)
    .padStart(7, "0");
}
