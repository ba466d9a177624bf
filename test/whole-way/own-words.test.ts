import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { startOpenAIStandIn } from "../llm/openai-stand-in.ts";
import { startProgram } from "../program.ts";
import { followUpsFor, inDm, talk, talkAndSayYes } from "./acts.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const OWN_WORDING = "A line out of the operator's own folder, about {topic}.";

let folder: string;
let persona: string;
let templates: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "own-words-"));
  persona = join(folder, "juniper.json");
  templates = join(folder, "wordings");
  await writeFile(persona, JSON.stringify({ name: "Juniper", voice: "You hum.", donts: ["use slang"] }));
  await mkdir(join(templates, "en"), { recursive: true });
  const wordings = { acquaintance: [OWN_WORDING], friend: [OWN_WORDING], close_friend: [OWN_WORDING] };
  const file = { kind: "open_thread", language: "en", replaces: true, wordings };
  await writeFile(join(templates, "en", "open-thread.json"), JSON.stringify(file));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an operator's wording goes out, and an operator's persona signs it and stands in the prompts", async () => {
  const model = await startOpenAIStandIn();
  model.behave({ type: "error", status: 500 }); // so that the follow-up is made from wordings
  const environment = { REKINDLE_PERSONA: persona, REKINDLE_TEMPLATES_DIR: templates, LLM_BASE_URL: model.baseUrl };
  const program = await startProgram({ environment });
  try {
    const who = inDm("ann");
    await talkAndSayYes(program, who);
    await talk(program, who, ["I have a chess tournament tomorrow and I'm practising for it"]);
    await program.wind(72);

    const [followUp] = await followUpsFor(program, who);
    expect(followUp?.text).toContain("A line out of the operator's own folder, about your");
    expect(followUp?.author.name).toBe("Juniper");
    const prompts = model.chats().map(({ body }) => JSON.stringify(body));
    expect(prompts.length).toBeGreaterThan(1); // an answer, and a follow-up
    for (const prompt of prompts) {
      expect(prompt).toMatch(/You are Juniper, a bot in a chat\. You hum\.\\nNever: use slang\\n/);
    }
  } finally {
    await program.stop();
    await model.stop();
  }
});

test("a persona that cannot be read ends the start with one line that names the file", async () => {
  const environment = { REKINDLE_PERSONA: join(folder, "nobody.json") };
  await expect(startProgram({ environment })).rejects.toThrow(/nobody\.json cannot be used: ENOENT/);
});
