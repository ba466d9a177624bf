import { once } from "node:events";
import { watch } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import type { ClockAnswer, ClockState } from "../../src/web/contract.ts";
import { startOpenAIStandIn } from "../llm/openai-stand-in.ts";
import { startProgram } from "../program.ts";
import { present } from "../whole-way/acts.ts";
import { launch, type RawProgram } from "./process.ts";

const STOPPING = "Stopping; once more to stop at once.\n";
const PEOPLE = ["nora", "omar"];
let dataDir = "";

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "rekindle-attack-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function talkAndSayYes(): Promise<void> {
  const program = await startProgram({ dataDir });
  for (const name of PEOPLE) {
    for (const text of ["hi there", "long week so far", "I had my biology exam this morning"]) {
      await program.say(name, "dm", text);
    }
    const question = (await program.messages(name, "dm")).find(({ buttons }) =>
      buttons.some(({ id }) => id === "consent:yes"),
    );
    await program.press(name, question?.id ?? "", "consent:yes");
  }
  await program.stop();
}

interface Ready extends RawProgram {
  ask(path: string, options?: RequestInit): Promise<Response>;
  get<T>(path: string): Promise<T>;
  wind(advanceHours: number): Promise<ClockAnswer>;
}

/** The program as a process whose end can be looked at, once it is ready. */
async function ready(environment: Readonly<Record<string, string>> = {}): Promise<Ready> {
  const raw = launch({ environment: { REKINDLE_DATA_DIR: dataDir, ...environment } });
  const [, url = ""] = await raw.until(/ready: (http:\S+)\n/);
  const ask = (path: string, options: RequestInit = {}): Promise<Response> => fetch(new URL(path, url), options);
  return {
    ...raw,
    ask,
    get: async <T>(path: string) => (await (await ask(path)).json()) as T,
    wind: async (advanceHours) => {
      const response = await ask("/api/sandbox/clock", { method: "POST", body: JSON.stringify({ advanceHours }) });
      return (await response.json()) as ClockAnswer;
    },
  };
}

/** It ended by itself, with nothing to complain of. */
async function expectCleanEnd({ ended }: RawProgram): Promise<void> {
  const { code, signal, stdout, stderr } = await ended;
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
  expect(stdout.endsWith(STOPPING)).toBe(true);
}

/** How many follow-ups everybody has some hours later. */
async function followUpsAfterwards(): Promise<readonly number[]> {
  const program = await startProgram({ dataDir });
  onTestFinished(() => program.stop());
  await program.wind(3);
  const talks = await Promise.all(PEOPLE.map((name) => program.messages(name, "dm")));
  return talks.map((messages) => messages.filter(({ buttons }) => buttons.some(({ id }) => id === "stop")).length);
}

test("a signal during the very first start ends it without a word of being ready, and the folder can be started on", async () => {
  const folder = watch(dataDir);
  onTestFinished(() => {
    folder.close();
  });
  const changed = once(folder, "change");
  const first = launch({ environment: { REKINDLE_DATA_DIR: dataDir } });
  await changed;
  first.child.kill("SIGTERM");
  await expectCleanEnd(first);
  expect((await first.ended).stdout).toBe(STOPPING);

  await talkAndSayYes();
});

test("a second signal ends a stop that waits for a model at once, and the follow-up comes after the next start, once", async () => {
  const model = await startOpenAIStandIn();
  onTestFinished(() => model.stop());
  model.behave({ type: "hang" });
  const program = await ready({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: "stand-in-model" });
  const asked = model.nextRequest();
  const winding = program.wind(50);
  await asked;
  program.child.kill("SIGTERM");
  await program.until(/Stopping/);
  await winding; // it is answered before its follow-up is written
  program.child.kill("SIGTERM");
  expect(await program.ended).toMatchObject({ code: 1, signal: null, stderr: "" });
  expect(await followUpsAfterwards()).toEqual(PEOPLE.map(() => 1));
});

test("SIGINT while the clock is wound: whoever winds it hears how far it came; SIGTERM while nothing happens: an open page is let go", async () => {
  const program = await ready();
  const winding = program.wind(8_784);
  let state = await program.get<ClockState>("/api/sandbox/clock");
  while (state.delivered === 0) {
    state = await program.get<ClockState>("/api/sandbox/clock");
  }
  program.child.kill("SIGINT");
  const { now, delivered } = await winding;
  await expectCleanEnd(program);
  expect(delivered).toBeGreaterThan(0);
  expect(now < (state.target ?? "")).toBe(true);

  const next = await ready();
  expect((await next.get<ClockState>("/api/sandbox/clock")).now >= now).toBe(true);
  const page = await next.ask("/api/sandbox/events?user=nora");
  const stream = present(page.body, "a page's stream").pipeThrough(new TextDecoderStream()).getReader();
  expect((await stream.read()).value).toContain("event: clock");
  next.child.kill("SIGTERM");
  await expectCleanEnd(next);
  while (!(await stream.read()).done); // it ends with the program
});
