import { readdir, readFile } from "node:fs/promises";

import { z } from "zod";

import { RekindleError, toError } from "../../kernel/index.ts";
import {
  FOLLOW_UP_KINDS,
  type FollowUpKind,
  type Language,
  type Relationship,
  RELATIONSHIPS,
} from "../../vocabulary/index.ts";

/** The texts that an installation may send, by language and kind. */
export type Templates = ReadonlyMap<Language, ReadonlyMap<FollowUpKind, TemplateFile>>;

type Wordings = Readonly<Record<Relationship, readonly string[]>>;

/** The wordings of one kind in one language. */
export interface TemplateFile {
  readonly kind: FollowUpKind;
  readonly language: Language;
  readonly wordings: Wordings;
  /** Used instead of `wordings` where a topic is known. */
  readonly wordingsWithTopic?: Wordings | undefined;
  /** For a person with a grief: no emoji, no exclamation mark, nothing asked. */
  readonly quietWordings?: Wordings | undefined;
}

/** Where the templates of this package lie: one folder a language, one file a kind. */
export const TEMPLATES_FOLDER = new URL("./", import.meta.url);

/** A template file that cannot be used. Whoever edited it reads this, so it names the file and what is wrong. */
export class InvalidTemplateError extends RekindleError {
  readonly code = "TEMPLATE_INVALID";
  readonly file: string;

  constructor(file: string, reason: string, cause: unknown) {
    super(`the template file ${file} cannot be used: ${reason}`, { cause });
    this.file = file;
  }
}

const LANGUAGES: readonly Language[] = ["en"];
/** Leaves room for a name of 32 and a topic of 60 characters in a text of at most 200 or so. */
const MAX_WORDING_CHARACTERS = 200;
const KINDS_ABOUT_TOPIC: readonly FollowUpKind[] = ["interest", "open_thread"];

const wording = z
  .string()
  .trim()
  .min(10)
  .max(MAX_WORDING_CHARACTERS)
  .refine((text) => /^[^{}]*$/.test(text.replace(/\{(?:name|topic)\}/g, "")), "the only slots are {name} and {topic}");
const wordings = z.strictObject(
  Object.fromEntries(RELATIONSHIPS.map((relationship) => [relationship, z.array(wording).min(1)])) as Record<
    Relationship,
    z.ZodArray<typeof wording>
  >,
);
const templateFile = z
  .strictObject({
    kind: z.enum(FOLLOW_UP_KINDS),
    language: z.enum(LANGUAGES),
    wordings,
    wordingsWithTopic: wordings.optional(),
    quietWordings: wordings.optional(),
  })
  .superRefine((file, context) => {
    const named = KINDS_ABOUT_TOPIC.includes(file.kind);
    const wrong = Object.values(file.wordings)
      .flat()
      .find((text) => text.includes("{topic}") !== named);
    if (wrong !== undefined) {
      context.addIssue({
        code: "custom",
        message: `${named ? "{topic} is missing in" : "{topic} has no place in"} "${wrong}"`,
      });
    }
  });

/**
 * Reads and checks every template file of a folder.
 *
 * @throws InvalidTemplateError for a file that is no template file, for a kind that is given twice, and for a missing kind.
 */
export async function loadTemplates(folder: URL): Promise<Templates> {
  const templates = new Map<Language, ReadonlyMap<FollowUpKind, TemplateFile>>();
  for (const language of LANGUAGES) {
    const ofLanguage = new Map<FollowUpKind, TemplateFile>();
    const home = new URL(`${language}/`, folder);
    for (const name of (await readdir(home)).filter((file) => file.endsWith(".json")).sort()) {
      const file = await loadFile(new URL(name, home));
      if (ofLanguage.has(file.kind)) {
        throw new InvalidTemplateError(
          `${language}/${name}`,
          `it gives ${file.kind}, which another file gives already`,
          undefined,
        );
      }
      ofLanguage.set(file.kind, file);
    }
    const missing = FOLLOW_UP_KINDS.find((kind) => !ofLanguage.has(kind));
    if (missing !== undefined) {
      throw new InvalidTemplateError(`${language}/${missing.replaceAll("_", "-")}.json`, "it is missing", undefined);
    }
    templates.set(language, ofLanguage);
  }
  return templates;
}

async function loadFile(url: URL): Promise<TemplateFile> {
  try {
    return templateFile.parse(JSON.parse(await readFile(url, "utf8")));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : toError(thrown).message;
    throw new InvalidTemplateError(url.pathname.split("/").slice(-2).join("/"), reason, thrown);
  }
}
