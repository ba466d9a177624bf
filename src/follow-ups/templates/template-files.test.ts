import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { FOLLOW_UP_KINDS } from "../../vocabulary/index.ts";
import { InvalidTemplateError, loadTemplates, TEMPLATES_FOLDER } from "./index.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "templates-"));
  await mkdir(join(folder, "en"));
  const source = new URL("en/", TEMPLATES_FOLDER);
  for (const name of await readdir(source)) {
    await writeFile(join(folder, "en", name), await readFile(new URL(name, source)));
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function load(): Promise<unknown> {
  return loadTemplates(pathToFileURL(`${folder}/`));
}

test("loads every kind", async () => {
  const templates = await loadTemplates(TEMPLATES_FOLDER);
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
