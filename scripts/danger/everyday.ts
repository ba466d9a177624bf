import { readFile } from "node:fs/promises";

const LANGUAGE = new URL("../../src/conversation/language/", import.meta.url);
const SETS = new URL("../../test/sets/", import.meta.url);
const EMOTION = new URL("../../src/conversation/emotion/", import.meta.url);

/** What people write to a bot when nobody is in danger: the project's own messages, those that are not held back anywhere. */
export async function readOwnEveryday(): Promise<readonly string[]> {
  const texts = [
    ...textsIn(await read(LANGUAGE, "messages.json")),
    ...textsIn(await read(EMOTION, "mood-messages.json")),
    ...textsIn(await read(SETS, "open-threads-a.json")),
    ...textsIn(await read(LANGUAGE, "sensitive-messages.json"), ["tender", "notCrisis", "notTender"]),
  ];
  return [...new Set(texts)];
}

async function read(folder: URL, name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(name, folder), "utf8"));
}

/** The strings of lists of strings, of `text` and of `messages`, wherever they stand; of these fields alone, where they are given. */
function textsIn(value: unknown, fields: readonly string[] = []): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => (typeof item === "string" ? [item] : textsIn(item)));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]) => {
    if (fields.length > 0) {
      return fields.includes(field) ? textsIn(inner) : [];
    }
    return field === "text" && typeof inner === "string" ? [inner] : field === "messages" ? textsIn(inner) : [];
  });
}
