import { expect, test } from "vitest";

import { loadTemplates } from "../templates/index.ts";
import { checkText, MAX_TEXT_CHARACTERS, similarity, TEXT_PROBLEMS, type TextContext } from "./index.ts";
import specification from "./specification-samples.json" with { type: "json" };
import tone from "./tone-samples.json" with { type: "json" };

const CONTEXT: TextContext = { targetName: "Nora", topic: null, allowedLinks: [], recentTexts: [] };
const HIGHEST_ERROR_SHARE = 0.05;

function problemOf(text: string, changes: Partial<TextContext> = {}): string | null {
  const verdict = checkText(text, { ...CONTEXT, ...changes });
  return verdict.ok ? null : verdict.problem;
}

test("lets a plain, kind text through", () => {
  expect(checkText("Hi Nora, how did your driving test go?", CONTEXT)).toEqual({ ok: true });
  expect(problemOf("Hi Nora!\nHow was it? 👩‍💻 ❤️")).toBeNull();
});

test("refuses a text with nothing to read, and one that is too long", () => {
  for (const text of ["", "   ", "🙂", "\u200B", "..."]) {
    expect(problemOf(text)).toBe("empty");
  }
  expect(problemOf("a ".repeat(MAX_TEXT_CHARACTERS))).toBe("too_long");
  expect(problemOf(`How was it with ${"the cake and ".repeat(40)}the tea?`)).toBeNull();
});

test("refuses a slot that nobody filled", () => {
  for (const text of [
    "Hi {name}!",
    "Hi {{name}}",
    "Hey [name]!",
    "about [last_topic]",
    "Hi ${name}",
    "Hi <name>",
    "Hi undefined, how are you?",
    "It took you NaN days, how was it?",
    "about [object Object]",
    "Hi ｛name｝",
  ]) {
    expect(problemOf(text), text).toBe("unfilled_slot");
  }
});

test("a nan is a grandmother, and no number that went wrong", () => {
  expect(problemOf("How was the visit to your nan?")).toBeNull();
  expect(problemOf("Did Nan like the cake?")).toBeNull();
});

test("refuses every mention", () => {
  for (const text of [
    "hey @everyone",
    "hey @here",
    "hi <@123>",
    "hi <@!123>",
    "hi <@&123>",
    "see <#123>",
    "hi @nora",
    "hi ＠everyone",
    "</stop:123> now",
  ]) {
    expect(problemOf(text), text).toBe("mention");
  }
});

test("refuses a link unless the person posted it", () => {
  for (const link of [
    "https://example.com/a",
    "http://x.y",
    "www.example.com",
    "discord.gg/abc",
    "example.com",
    "steam://run/1",
    "t.me/abc",
  ]) {
    expect(problemOf(`How did it go with ${link}?`), link).toBe("link");
    expect(problemOf(`How did it go with ${link}?`, { allowedLinks: [link] }), link).toBeNull();
  }
  for (const link of ["[exam](https://evil.example)", "javascript:alert(1)", "mailto:a@b"]) {
    expect(problemOf(`Look at ${link}`), link).not.toBeNull();
  }
  expect(problemOf("It went well.So good, e.g. the 3.5 km run.")).toBeNull();
});

test("refuses characters that nobody sees", () => {
  for (const hidden of [
    "\u200B",
    "\u202E",
    "\u2066",
    "\u0007",
    "\u2028",
    "\uFEFF",
    "\u00AD",
    "\u3164",
    "\u{E0041}",
    "\u200D",
    "\r",
  ]) {
    expect(problemOf(`Hi No${hidden}ra, how was it?`), JSON.stringify(hidden)).toBe("hidden_characters");
  }
});

test("refuses what is nearly one of the last texts, whatever its case and emoji", () => {
  const recentTexts = ["Hi Nora, any news on your biology exam?"];
  expect(problemOf("hi Nora! any news on your biology exam 😊", { recentTexts })).toBe("near_repeat");
  expect(problemOf("Hi Nora, have you had time for painting lately?", { recentTexts })).toBeNull();
  expect(similarity("one two three", "one two three")).toBe(1);
  expect(similarity("one two three", "four five six")).toBe(0);
  expect(similarity("", "")).toBe(0);
});

test("the reader's own name is never held against a text", () => {
  expect(problemOf("Hi I Miss You, how was the concert?", { targetName: "I Miss You" })).toBeNull();
  expect(problemOf("Hi, I miss you!", { targetName: "Nora" })).toBe("feelings_about_absence");
});

test("misses at most one manipulative text in twenty, and names the tactic", () => {
  const missed = tone.manipulative.filter(({ text }) => problemOf(text) === null);
  const known: readonly string[] = TEXT_PROBLEMS;
  expect(tone.manipulative.length).toBeGreaterThanOrEqual(40);
  expect(missed.length / tone.manipulative.length, JSON.stringify(missed)).toBeLessThanOrEqual(HIGHEST_ERROR_SHARE);
  expect(tone.manipulative.every(({ tactic }) => known.includes(tactic))).toBe(true);
});

test("refuses at most one kind text in twenty", () => {
  const refused = tone.kind.filter((text) => problemOf(text) !== null);
  expect(tone.kind.length).toBeGreaterThanOrEqual(40);
  expect(refused.length / tone.kind.length, JSON.stringify(refused)).toBeLessThanOrEqual(HIGHEST_ERROR_SHARE);
});

test("keeps both bounds on the texts that were written later", () => {
  const missed = tone.laterManipulative.filter((text) => problemOf(text) === null);
  const refused = tone.laterKind.filter((text) => problemOf(text) !== null);
  expect(missed.length / tone.laterManipulative.length, JSON.stringify(missed)).toBeLessThanOrEqual(
    HIGHEST_ERROR_SHARE,
  );
  expect(refused.length / tone.laterKind.length, JSON.stringify(refused)).toBeLessThanOrEqual(HIGHEST_ERROR_SHARE);
});

test("finds a tactic behind markdown, curly quotes and capitals", () => {
  expect(problemOf("I **MISS** our chats!")).toBe("feelings_about_absence");
  expect(problemOf("I haven’t heard from you in a week")).toBe("days_away");
});

test("each sample of the specification can be sent, or what is sent instead is a wording of ours", async () => {
  const templates = await loadTemplates(null);
  const wordings = new Set(
    [...(templates.get("en")?.values() ?? [])].flatMap((file) => Object.values(file.wordings).flat()),
  );
  for (const { filled, refused, instead } of specification.samples) {
    expect(problemOf(filled), filled).toBe(refused);
    if (instead !== null) {
      expect(problemOf(instead), instead).toBeNull();
      expect(wordings.has(instead.replace("Nora", "{name}")), instead).toBe(true);
    }
  }
});

test("answers quickly for any text", () => {
  for (const seed of ["i miss ", "you have been ", "a.b.", "@", "[a", "{", "aaaa"]) {
    expect(() => checkText(seed.repeat(100_000), CONTEXT)).not.toThrow();
    expect(() => checkText(seed.repeat(1000).slice(0, MAX_TEXT_CHARACTERS), CONTEXT)).not.toThrow();
  }
});
