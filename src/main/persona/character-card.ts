import { z } from "zod";

import type { Persona } from "../../llm/index.ts";

const words = z.string().default("");

/**
 * A Character Card of version 2 (https://github.com/malfoyslastname/character-card-spec-v2) or 3
 * (https://github.com/kwaroran/character-card-spec-v3), as far as it says who somebody is. Greetings, examples and lore books are for
 * role play; they are not read.
 */
export const characterCard = z
  .object({
    spec: z.enum(["chara_card_v2", "chara_card_v3"]),
    data: z.object({
      name: z.string().trim().min(1),
      description: words,
      personality: words,
      system_prompt: words,
      nickname: z.string().trim().optional(), // version 3: what {{char}} stands for
    }),
  })
  .transform(({ data }): Persona => {
    const name = data.nickname === undefined || data.nickname === "" ? data.name : data.nickname;
    const texts = [data.personality, data.description, data.system_prompt];
    const voice = texts
      .map((text) => withoutMacros(text, name).replace(/\s+/g, " ").trim())
      .filter((text) => text !== "")
      .join(" ");
    return { name, voice };
  });

/** Cards speak of `{{char}}`, `{{user}}` and `{{original}}` (our own words, which are there anyway); any other macro is for role play. */
function withoutMacros(text: string, name: string): string {
  return text
    .replace(/\{\{char\}\}|<bot>/gi, () => name)
    .replace(/\{\{user\}\}|<user>/gi, "the person")
    .replace(/\{\{[^{}]*\}\}/g, "");
}
