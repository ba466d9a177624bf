import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { InvalidPersonaError, readPersona } from "./persona-file.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "persona-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function read(content: string | Buffer, name = "persona.json"): Promise<unknown> {
  await writeFile(join(folder, name), content);
  return readPersona(join(folder, name)).catch((thrown: unknown) => thrown);
}

function card(version: 2 | 3, data: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ spec: `chara_card_v${String(version)}`, spec_version: `${String(version)}.0`, data });
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, "latin1"), data, Buffer.alloc(4)]);
}

function picture(texts: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", Buffer.alloc(13)),
    ...Object.entries(texts).map(([keyword, text]) =>
      chunk("tEXt", Buffer.from(`${keyword}\0${Buffer.from(text).toString("base64")}`, "latin1")),
    ),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("reads name, voice, dos and donts", async () => {
  const persona = { name: "Juniper", voice: "You are dry and kind.", dos: ["speak of books"], donts: ["use slang"] };
  expect(await read(JSON.stringify(persona))).toEqual(persona);
});

test("reads a character card of version 2, with the bot's name where the card says {{char}}", async () => {
  const content = card(2, {
    name: "Juniper",
    personality: "{{char}} is calm.",
    description: "A librarian\nwho likes {{user}}.",
    first_mes: "*waves*",
    system_prompt: "{{original}} {{random:a,b}}Write as {{char}}.",
  });
  expect(await read(content)).toEqual({
    name: "Juniper",
    voice: "Juniper is calm. A librarian who likes the person. Write as Juniper.",
  });
});

test("reads a card out of a picture, version 3 before version 2", async () => {
  const older = card(2, { name: "Old", description: "The older one." });
  const newer = card(3, { name: "Juniper Ash", nickname: "Juni", description: "{{char}} ünïcodes." });
  expect(await read(picture({ chara: older, ccv3: newer }), "card.png")).toEqual({
    name: "Juni",
    voice: "Juni ünïcodes.",
  });
  expect(await read(picture({ chara: older }), "card.png")).toMatchObject({ name: "Old" });
});

test("says which file cannot be used, and why", async () => {
  const faults: readonly (readonly [string | Buffer, RegExp])[] = [
    ["not json", /neither JSON nor a picture/],
    [picture({ other: "x" }), /no character card/],
    [picture({ chara: "not json" }), /neither JSON nor a picture/],
    [picture({ chara: "{}" }).subarray(0, 48), /no character card/],
    [JSON.stringify({ name: "Juniper" }), /voice/],
    [JSON.stringify({ name: "Juniper", voice: "Kind.", mood: "good" }), /mood/],
    [JSON.stringify({ name: "x".repeat(33), voice: "Kind." }), /longer than 32/],
    [JSON.stringify({ name: "Juniper", voice: "x".repeat(4001) }), /4001 characters; at most 4000/],
    [card(2, { name: "Juniper" }), /does not say how/],
    [JSON.stringify({ spec: "chara_card_v9", data: { name: "Juniper" } }), /spec/],
  ];
  for (const [content, reason] of faults) {
    const failure = await read(content, "faulty.json");
    expect(failure).toBeInstanceOf(InvalidPersonaError);
    expect(String(failure)).toMatch(/faulty\.json/);
    expect(String(failure)).toMatch(reason);
  }
  await expect(readPersona(join(folder, "none.json"))).rejects.toThrow(/none\.json cannot be used: ENOENT/);
});
