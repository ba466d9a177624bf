import { readFile } from "node:fs/promises";

import { z } from "zod";

import { RekindleError, toError } from "../../kernel/index.ts";
import type { Persona } from "../../llm/index.ts";
import { characterCard } from "./character-card.ts";
import { isPng, textsOfPng } from "./png-text.ts";

/** A persona file that cannot be used. Whoever wrote it reads this, so it names the file and what is wrong. */
export class InvalidPersonaError extends RekindleError {
  readonly code = "PERSONA_INVALID";
  readonly file: string;

  constructor(file: string, reason: string, cause?: unknown) {
    super(`the persona file ${file} cannot be used: ${reason}`, { cause });
    this.file = file;
  }
}

/** It stands before every prompt, so its length is paid for each time; role play cards run to tens of thousands of characters. */
const MAX_VOICE_CHARACTERS = 4000;
/** Discord's own bound for a name. */
const MAX_NAME_CHARACTERS = 32;
const MAX_LINES = 20;

const line = z.string().trim().min(1).max(200);
const plainPersona = z.strictObject({
  name: line,
  voice: z.string().trim().min(1),
  dos: z.array(line).max(MAX_LINES).optional(),
  donts: z.array(line).max(MAX_LINES).optional(),
});

/** In which text of a picture a card lies, version 3 before version 2. */
const CARD_KEYWORDS = ["ccv3", "chara"] as const;

/**
 * Reads who the bot is: JSON with `name`, `voice`, and if wanted `dos` and `donts`; or a Character Card of version 2 or 3, as JSON or
 * in a PNG picture.
 *
 * @throws InvalidPersonaError
 */
export async function readPersona(file: string): Promise<Persona> {
  try {
    return checked(file, parsePersona(textOf(file, await readFile(file))));
  } catch (thrown) {
    if (thrown instanceof InvalidPersonaError) {
      throw thrown;
    }
    throw new InvalidPersonaError(file, reasonOf(thrown), thrown);
  }
}

function parsePersona(text: string): Persona {
  const content: unknown = JSON.parse(text);
  const isCard = typeof content === "object" && content !== null && "spec" in content;
  if (isCard) {
    return characterCard.parse(content);
  }
  const { name, voice, dos = [], donts = [] } = plainPersona.parse(content);
  return { name, voice, dos, donts };
}

/** The JSON: the file itself, or what a picture carries. */
function textOf(file: string, bytes: Buffer): string {
  if (!isPng(bytes)) {
    return bytes.toString("utf8");
  }
  const texts = textsOfPng(bytes);
  const card = CARD_KEYWORDS.map((keyword) => texts.get(keyword)).find((text) => text !== undefined);
  if (card === undefined) {
    throw new InvalidPersonaError(file, "the picture holds no character card");
  }
  return Buffer.from(card, "base64").toString("utf8");
}

function checked(file: string, persona: Persona): Persona {
  if (persona.name.length > MAX_NAME_CHARACTERS) {
    throw new InvalidPersonaError(file, `its name is longer than ${String(MAX_NAME_CHARACTERS)} characters`);
  }
  if (persona.voice === "") {
    throw new InvalidPersonaError(file, "it does not say how the bot speaks");
  }
  if (persona.voice.length > MAX_VOICE_CHARACTERS) {
    const length = String(persona.voice.length);
    const rule = `at most ${String(MAX_VOICE_CHARACTERS)} are allowed, since they stand before every prompt`;
    throw new InvalidPersonaError(file, `its description has ${length} characters; ${rule}`);
  }
  return persona;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof z.ZodError) {
    return z.prettifyError(thrown);
  }
  if (thrown instanceof SyntaxError) {
    return "it is neither JSON nor a picture with a character card";
  }
  return toError(thrown).message;
}
