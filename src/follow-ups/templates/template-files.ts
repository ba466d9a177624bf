import { z } from "zod";

import {
  FOLLOW_UP_KINDS,
  type FollowUpKind,
  type Language,
  type Relationship,
  RELATIONSHIPS,
} from "../../vocabulary/index.ts";

/** For each relationship the wordings to choose from. */
export type Wordings = Readonly<Record<Relationship, readonly string[]>>;

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

/** The sets of wordings that a file can hold. */
export const WORDING_SETS = ["wordings", "wordingsWithTopic", "quietWordings"] as const;

/** The languages that there are wordings for. */
export const LANGUAGES: readonly Language[] = ["en"];
/** Leaves room for a name of 32 and a topic of 60 characters in a text of at most 200 or so. */
const MAX_WORDING_CHARACTERS = 200;
const KINDS_ABOUT_TOPIC: readonly FollowUpKind[] = ["interest", "open_thread"];

const wording = z
  .string()
  .trim()
  .min(10)
  .max(MAX_WORDING_CHARACTERS)
  .refine((text) => /^[^{}]*$/.test(text.replace(/\{(?:name|topic)\}/g, "")), "the only slots are {name} and {topic}");

/** Of each relationship at least so many wordings. */
function wordings(least: number): z.ZodType<Wordings> {
  const some = least === 0 ? z.array(wording).default([]) : z.array(wording).min(least);
  return z.strictObject(
    Object.fromEntries(RELATIONSHIPS.map((relationship) => [relationship, some])) as Record<Relationship, typeof some>,
  );
}

interface WithWordings {
  readonly kind: FollowUpKind;
  readonly wordings?: Wordings | undefined;
}

/** A kind that goes back to something names it in each wording; the others have nothing to name. */
function namesItsTopic({ kind, wordings: given }: WithWordings, context: z.RefinementCtx): void {
  const named = KINDS_ABOUT_TOPIC.includes(kind);
  const wrong = Object.values(given ?? {})
    .flat()
    .find((text) => text.includes("{topic}") !== named);
  if (wrong !== undefined) {
    context.addIssue({
      code: "custom",
      message: `${named ? "{topic} is missing in" : "{topic} has no place in"} "${wrong}"`,
    });
  }
}

/** A file of ours: it has wordings for everybody. */
export const templateFile = z
  .strictObject({
    kind: z.enum(FOLLOW_UP_KINDS),
    language: z.enum(LANGUAGES),
    wordings: wordings(1),
    wordingsWithTopic: wordings(1).optional(),
    quietWordings: wordings(1).optional(),
  })
  .superRefine(namesItsTopic);

/** A file of an operator's: what it gives stands beside ours; with `replaces` it stands alone, so that it must be whole. */
export const ownTemplateFile = z
  .strictObject({
    kind: z.enum(FOLLOW_UP_KINDS),
    language: z.enum(LANGUAGES),
    replaces: z.boolean().default(false),
    wordings: wordings(0).optional(),
    wordingsWithTopic: wordings(0).optional(),
    quietWordings: wordings(0).optional(),
  })
  .superRefine(namesItsTopic);
export type OwnTemplateFile = z.infer<typeof ownTemplateFile>;
