import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { FOLLOW_UP_KINDS } from "../../vocabulary/index.ts";
import { InvalidTemplateError, loadTemplates, type Templates, TEMPLATES_FOLDER } from "./index.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "templates-"));
  await mkdir(join(folder, "en"));
  const source = join(TEMPLATES_FOLDER, "en");
  for (const name of await readdir(source)) {
    await writeFile(join(folder, "en", name), await readFile(join(source, name)));
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function load(): Promise<unknown> {
  return loadTemplates(null, folder);
}

test("loads every kind", async () => {
  const templates = await loadTemplates(null);
  expect([...(templates.get("en")?.keys() ?? [])].sort()).toEqual([...FOLLOW_UP_KINDS].sort());
});

test("names the file and the fault of a template that cannot be used", async () => {
  const goodbye = join(folder, "en", "goodbye.json");
  const original = await readFile(goodbye, "utf8");
  const faults: readonly (readonly [string, RegExp])[] = [
    [original.replace("{name}", "{nickname}"), /only slots/],
    [original.replace("{name}", "{topic}"), /no place/],
    [original.replace('"goodbye"', '"farewell"'), /kind/],
    ["{", /JSON/],
  ];
  for (const [content, reason] of faults) {
    await writeFile(goodbye, content);
    const failure: unknown = await load().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(InvalidTemplateError);
    expect(String(failure)).toMatch(/en\/goodbye\.json/);
    expect(String(failure)).toMatch(reason);
  }
});

test("refuses a folder in which a kind is missing or given twice", async () => {
  const twin = join(folder, "en", "twin.json");
  await writeFile(twin, await readFile(join(folder, "en", "interest.json")));
  await expect(load()).rejects.toThrow(/twin\.json/);
  await rm(twin);
  await rm(join(folder, "en", "interest.json"));
  await expect(load()).rejects.toThrow(/interest\.json.*missing/);
});

/** An operator's folder with this one file in it. */
async function withOwn(content: unknown): Promise<unknown> {
  const own = await mkdtemp(join(tmpdir(), "own-templates-"));
  try {
    await mkdir(join(own, "en"));
    await writeFile(join(own, "en", "mine.json"), JSON.stringify(content));
    return await loadTemplates(own).catch((thrown: unknown) => thrown);
  } finally {
    await rm(own, { recursive: true });
  }
}

async function wordingsOf(content: unknown): Promise<readonly string[]> {
  const templates = (await withOwn(content)) as Templates;
  return templates.get("en")?.get("open_thread")?.wordings.friend ?? [];
}

const WONDERING = "Hey {name}, I was wondering about {topic}. Any news?";

test("adds an operator's wordings to ours", async () => {
  const ours = (await loadTemplates(null)).get("en")?.get("open_thread")?.wordings.friend ?? [];
  const content = { kind: "open_thread", language: "en", wordings: { friend: [WONDERING] } };
  expect(await wordingsOf(content)).toEqual([...ours, WONDERING]);
});

test("lets an operator's wordings stand in the place of ours, where they are whole", async () => {
  const content = { kind: "open_thread", language: "en", replaces: true, wordings: { friend: [WONDERING] } };
  expect(String(await withOwn(content))).toMatch(/en\/mine\.json.*acquaintance|en\/mine\.json[^]*acquaintance/);
  const wordings = { acquaintance: [WONDERING], friend: [WONDERING], close_friend: [WONDERING] };
  expect(await wordingsOf({ ...content, wordings })).toEqual([WONDERING]);
});

test("refuses an operator's wording that could never be sent, and a set that there is nothing to add to", async () => {
  const pressing = { kind: "check_in", language: "en", wordings: { friend: ["I was so lonely without you, {name}!"] } };
  expect(String(await withOwn(pressing))).toMatch(/en\/mine\.json.*could never be sent/);
  const nothingThere = { kind: "interest", language: "en", quietWordings: { friend: ["Whenever you like, {topic}."] } };
  expect(String(await withOwn(nothingThere))).toMatch(/interest has no quietWordings to add to/);
});

test("says which folders an operator's folder may have, and which folder is not there", async () => {
  const own = await mkdtemp(join(tmpdir(), "own-templates-"));
  await mkdir(join(own, "klingon"));
  await expect(loadTemplates(own)).rejects.toThrow(/klingon.*only folders named by a language/);
  await rm(own, { recursive: true });
  await expect(loadTemplates(own)).rejects.toThrow(/ENOENT/);
});
