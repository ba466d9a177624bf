import { isEnglish } from "../conversation/index.ts";
import { toError, type Logger, type Random } from "../kernel/index.ts";
import { ASKED_CHECK_IN_WORDS } from "./asked-check-in-words.ts";
import { type LanguageModel } from "../llm/index.ts";
import type { Brief, FollowUpSettings } from "./follow-ups-types.ts";
import { briefAsData, instructions, repeatsInstructions } from "./prompt.ts";
import { isCleared } from "./second-reader.ts";
import { type Templates, renderTemplate } from "./templates/index.ts";
import { checkText } from "./text/index.ts";

/** A text, and who wrote it. */
export interface Draft {
  readonly text: string;
  readonly templateId: string | null;
  readonly model: string | null;
  readonly modelProblem: string | null;
}

/** What the composer works with. */
export interface ComposerParts {
  readonly templates: Templates;
  readonly model: LanguageModel | null;
  readonly settings: Pick<FollowUpSettings, "persona" | "settingsCommand">;
  readonly random: Random;
  readonly logger: Logger;
}

/** A model has so long for one text; then the template goes out. Guessed. */
const MODEL_TIMEOUT_MS = 20_000;
const MAX_OUTPUT_TOKENS = 160;

/**
 * Writes the text of a follow-up: by the model where there is one, by template where there is none, where it fails, or where its
 * text does not pass the checks, the last of which is the model itself as a second reader. A follow-up never depends on a model.
 *
 * @returns `null` where no text passes.
 */
export async function compose(brief: Brief, parts: ComposerParts, signal: AbortSignal): Promise<Draft | null> {
  if (brief.reason.asked === true) {
    return { text: ASKED_CHECK_IN_WORDS, templateId: null, model: null, modelProblem: null };
  }
  const attempt = await byModel(brief, parts, signal);
  const draft =
    attempt.text === null
      ? writeByTemplate(brief, parts)
      : { text: attempt.text, templateId: null, model: parts.model?.name ?? null };
  return (
    draft && { ...draft, text: withFooter(draft.text, parts.settings.settingsCommand), modelProblem: attempt.problem }
  );
}

/** The small line that says who wrote it and how to change it. It can be reworded, not removed. */
function withFooter(text: string, settingsCommand: string): string {
  return `${text}\n-# automated · ${settingsCommand}`;
}

async function byModel(
  brief: Brief,
  { model, settings, logger }: ComposerParts,
  signal: AbortSignal,
): Promise<{ readonly text: string | null; readonly problem: string | null }> {
  if (model === null) {
    return { text: null, problem: null };
  }
  try {
    const system = instructions(brief, settings.persona);
    const { text } = await model.generate({
      system,
      messages: [{ role: "person", text: briefAsData(brief) }],
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      timeoutMs: MODEL_TIMEOUT_MS,
      signal,
    });
    const found = problemOf(text, brief) ?? (repeatsInstructions(text, system) ? "repeats_instructions" : null);
    const problem = found ?? ((await isCleared(model, text, signal)) ? null : "second_reader");
    return problem === null ? { text, problem: null } : { text: null, problem: `refused: ${problem}` };
  } catch (thrown) {
    const error = toError(thrown);
    logger.warn({ model: model.name, error: error.message }, "the model wrote no follow-up; a template is used");
    return { text: null, problem: error.name };
  }
}

/** What is wrong with a model's text; `null` where it can be sent. */
function problemOf(text: string, { name, recentTexts }: Brief): string | null {
  const check = checkText(text, {
    targetName: name,
    topic: null,
    allowedLinks: [],
    recentTexts: recentTexts.map(withoutFooter),
  });
  if (!check.ok) {
    return check.problem;
  }
  return isEnglish(text) ? null : "other_language"; // until there are other languages
}

/** A text from the templates; `null` where none can be filled. */
export function writeByTemplate(
  brief: Brief,
  { templates, random }: Pick<ComposerParts, "templates" | "random">,
): Omit<Draft, "modelProblem"> | null {
  const recent = brief.recentTexts.map(withoutFooter);
  const { kind, topic, quiet } = brief.reason;
  const options = {
    templates,
    kind,
    language: "en",
    relationship: brief.relationship,
    quiet,
    name: brief.name,
    topic,
    random,
  } as const;
  // A long acquaintance may have heard every wording: then a repeat is better than silence about what they told.
  const rendered = renderTemplate({ ...options, avoid: recent }) ?? renderTemplate({ ...options, avoid: [] });
  if (rendered === null) {
    return null;
  }
  const context = { targetName: brief.name, topic, allowedLinks: [], recentTexts: [] };
  return checkText(rendered.text, context).ok
    ? { text: rendered.text, templateId: rendered.templateId, model: null }
    : null;
}

/** The text of a follow-up without the small line at its end. */
export function withoutFooter(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("-# "))
    .join("\n");
}
