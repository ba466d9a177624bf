import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { RekindleError, toError } from "../../kernel/index.ts";
import { FOLLOW_UP_KINDS, type FollowUpKind, type Language, type Relationship } from "../../vocabulary/index.ts";
import { checkText } from "../text/index.ts";
import {
  LANGUAGES,
  type OwnTemplateFile,
  ownTemplateFile,
  type TemplateFile,
  templateFile,
  WORDING_SETS,
  type Wordings,
} from "./template-files.ts";

/** The texts that an installation may send, by language and kind. */
export type Templates = ReadonlyMap<Language, ReadonlyMap<FollowUpKind, TemplateFile>>;

/** Where the templates of this package lie: one folder a language, one file a kind. */
export const TEMPLATES_FOLDER = fileURLToPath(new URL("./", import.meta.url));

/** A template file that cannot be used. Whoever edited it reads this, so it names the file and what is wrong. */
export class InvalidTemplateError extends RekindleError {
  readonly code = "TEMPLATE_INVALID";
  readonly file: string;

  constructor(file: string, reason: string, cause?: unknown) {
    super(`the template file ${file} cannot be used: ${reason}`, { cause });
    this.file = file;
  }
}

/** A name and a topic to try wordings with. */
const SAMPLE = { name: "Alexandra", topic: "your history exam" } as const;

/**
 * Reads and checks every template file of this package, and of an operator's folder where there is one.
 *
 * @throws InvalidTemplateError for a file that is no template file, for a kind that is given twice, for a missing kind, and for a
 * wording of an operator's that would not pass the checks that every text passes before it is sent.
 */
export async function loadTemplates(ownFolder: string | null, folder = TEMPLATES_FOLDER): Promise<Templates> {
  const templates = new Map<Language, ReadonlyMap<FollowUpKind, TemplateFile>>();
  for (const language of LANGUAGES) {
    const files = await loadFolder(join(folder, language), templateFile);
    const missing = FOLLOW_UP_KINDS.find((kind) => !files.has(kind));
    if (missing !== undefined) {
      throw new InvalidTemplateError(`${language}/${missing.replaceAll("_", "-")}.json`, "it is missing");
    }
    const own =
      ownFolder === null ? new Map<FollowUpKind, Loaded<OwnTemplateFile>>() : await loadOwn(ownFolder, language);
    templates.set(
      language,
      new Map([...files].map(([kind, { content }]) => [kind, together(content, own.get(kind))] as const)),
    );
  }
  return templates;
}

interface Loaded<Content> {
  readonly name: string;
  readonly content: Content;
}

async function loadFolder<Content extends { readonly kind: FollowUpKind }>(
  folder: string,
  schema: z.ZodType<Content>,
): Promise<ReadonlyMap<FollowUpKind, Loaded<Content>>> {
  const loaded = new Map<FollowUpKind, Loaded<Content>>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()) {
    const path = join(folder, file);
    const name = path.split(/[\\/]/).slice(-2).join("/");
    const content = await loadFile(path, { name, schema });
    if (loaded.has(content.kind)) {
      throw new InvalidTemplateError(name, `it gives ${content.kind}, which another file gives already`);
    }
    loaded.set(content.kind, { name, content });
  }
  return loaded;
}

async function loadFile<Content>(
  path: string,
  { name, schema }: { readonly name: string; readonly schema: z.ZodType<Content> },
): Promise<Content> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : toError(thrown).message;
    throw new InvalidTemplateError(name, reason, thrown);
  }
}

async function loadOwn(
  folder: string,
  language: Language,
): Promise<ReadonlyMap<FollowUpKind, Loaded<OwnTemplateFile>>> {
  const entries = await readdir(folder).catch((thrown: unknown) => {
    throw new InvalidTemplateError(folder, toError(thrown).message, thrown);
  });
  const stranger = entries.find((name) => !LANGUAGES.some((known) => known === name));
  if (stranger !== undefined) {
    const rule = `only folders named by a language may be there: ${LANGUAGES.join(", ")}`;
    throw new InvalidTemplateError(join(folder, stranger), rule);
  }
  const own = await loadFolder(join(folder, language), ownTemplateFile);
  for (const { name, content } of own.values()) {
    for (const text of WORDING_SETS.flatMap((set) => Object.values(content[set] ?? {}).flat())) {
      const filled = text.replaceAll("{name}", SAMPLE.name).replaceAll("{topic}", SAMPLE.topic);
      const verdict = checkText(filled, {
        targetName: SAMPLE.name,
        topic: SAMPLE.topic,
        allowedLinks: [],
        recentTexts: [],
      });
      if (!verdict.ok) {
        throw new InvalidTemplateError(name, `"${text}" could never be sent (${verdict.problem})`);
      }
    }
  }
  return own;
}

function together(ours: TemplateFile, own: Loaded<OwnTemplateFile> | undefined): TemplateFile {
  if (own === undefined) {
    return ours;
  }
  const { replaces, ...content } = own.content;
  if (replaces) {
    const whole = templateFile.safeParse(content);
    if (!whole.success) {
      throw new InvalidTemplateError(own.name, z.prettifyError(whole.error), whole.error);
    }
    return whole.data;
  }
  const begun = WORDING_SETS.find((set) => ours[set] === undefined && content[set] !== undefined);
  if (begun !== undefined) {
    // It would stand alone for some people, and be missing for others.
    throw new InvalidTemplateError(
      own.name,
      `${ours.kind} has no ${begun} to add to; write all of it, with "replaces": true`,
    );
  }
  return {
    ...ours,
    wordings: added(ours.wordings, content.wordings),
    ...(ours.wordingsWithTopic && { wordingsWithTopic: added(ours.wordingsWithTopic, content.wordingsWithTopic) }),
    ...(ours.quietWordings && { quietWordings: added(ours.quietWordings, content.quietWordings) }),
  };
}

function added(ours: Wordings, own: Wordings | undefined): Wordings {
  const of = (relationship: Relationship): readonly string[] => [...ours[relationship], ...(own?.[relationship] ?? [])];
  return { acquaintance: of("acquaintance"), friend: of("friend"), close_friend: of("close_friend") };
}
