import { beforeAll, expect, test } from "vitest";

import { seededRandom } from "../../kernel/index.ts";
import { FOLLOW_UP_KINDS, RELATIONSHIPS } from "../../vocabulary/index.ts";
import { checkText, similarity } from "../text/index.ts";
import { loadTemplates, renderTemplate, type RenderOptions, type Templates } from "./index.ts";

let templates: Templates;

beforeAll(async () => {
  templates = await loadTemplates(null);
});

const NAMES = ["Nora", "Jean-Luc", "O'Brien", "小明", "big_dave", "Dr. Ada Lovelace"];
const TOPICS = [
  "your biology exam",
  "the results of your driving test",
  "your finals",
  "painting miniatures",
  "your job interview at the bakery",
  "baking a carrot cake for your mum's birthday",
];
const EMOJI = /\p{Extended_Pictographic}/gu;

function options(changes: Partial<RenderOptions> = {}): RenderOptions {
  return {
    templates,
    kind: "check_in",
    language: "en",
    relationship: "friend",
    quiet: false,
    name: "Nora",
    topic: null,
    avoid: [],
    random: seededRandom(1),
    ...changes,
  };
}

interface Listed {
  readonly kind: string;
  readonly relationship: string;
  readonly set: string;
  readonly texts: readonly string[];
}

function everyList(): readonly Listed[] {
  const files = [...(templates.get("en")?.values() ?? [])];
  return files
    .flatMap((file) =>
      (["wordings", "wordingsWithTopic", "quietWordings"] as const).flatMap((set) =>
        RELATIONSHIPS.map((relationship) => ({
          kind: file.kind,
          relationship,
          set,
          texts: file[set]?.[relationship] ?? [],
        })),
      ),
    )
    .filter(({ texts }) => texts.length > 0);
}

function fill(wording: string, name: string, topic: string): string {
  return wording.replaceAll("{name}", name).replaceAll("{topic}", topic);
}

test("has six wordings or more for every kind and relationship, and some that need no name", () => {
  for (const { kind, relationship, set, texts } of everyList()) {
    expect(texts.length, `${kind} ${relationship} ${set}`).toBeGreaterThanOrEqual(6);
    expect(
      texts.some((text) => !text.includes("{name}")),
      `${kind} ${relationship} ${set}`,
    ).toBe(true);
  }
});

test("every wording, filled with names and topics, passes the checks and stays short", () => {
  for (const { texts } of everyList()) {
    for (const wording of texts) {
      for (const [index, name] of NAMES.entries()) {
        const text = fill(wording, name, TOPICS[index] ?? "");
        expect(
          checkText(text, { targetName: name, topic: TOPICS[index] ?? "", allowedLinks: [], recentTexts: [] }),
          text,
        ).toEqual({ ok: true });
        expect(text.replace(name, "").replace(TOPICS[index] ?? "", "").length, text).toBeLessThan(200);
      }
    }
  }
});

test("no wording of a list is nearly another, so that a history leaves something to choose", () => {
  for (const { kind, relationship, texts } of everyList()) {
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        const alike = similarity(fill(one, "Nora", "your biology exam"), fill(other, "Nora", "your biology exam"));
        expect(alike, `${kind} ${relationship}:\n${one}\n${other}`).toBeLessThan(0.55);
      }
    }
  }
});

test("no wording makes the topic the subject of a verb, so that plurals read as well as one", () => {
  const all = everyList().flatMap(({ texts }) => texts);
  expect(
    all.filter((text) =>
      /\{topic\} (?:is|was|has|does|feels|makes|looks|means|needs)\b|\b(?:is|was|has|does) \{topic\}|^\{topic\}|[.!?] \{topic\}/i.test(
        text,
      ),
    ),
  ).toEqual([]);
});

test("has one emoji at most in a wording, in a third of them at most, and none with low moods or quiet wordings", () => {
  for (const { kind, relationship, set, texts } of everyList()) {
    const counts = texts.map((text) => text.match(EMOJI)?.length ?? 0);
    const quiet = kind === "after_low_mood" || set === "quietWordings";
    expect(Math.max(...counts), `${kind} ${relationship}`).toBeLessThanOrEqual(quiet ? 0 : 1);
    expect(counts.filter((count) => count > 0).length, `${kind} ${relationship}`).toBeLessThanOrEqual(texts.length / 3);
    expect(quiet && texts.some((text) => text.includes("!")), `${kind} ${relationship}`).toBe(false);
  }
});

test("the goodbye says that nothing more comes by itself, and that they can always write", () => {
  for (const { texts } of everyList().filter(({ kind }) => kind === "goodbye")) {
    for (const text of texts) {
      expect(text).toMatch(
        /won't write again|last (?:note|message)|no more (?:messages|notes)|stay quiet|be quiet|nothing more|notes end here|stop (?:sending|writing)|only answer/i,
      );
      expect(text).toMatch(
        /always|any time|whenever|welcome|door stays open|unless you|you (?:ever|write)|one (?:word|message) from you|if you/i,
      );
    }
  }
});

test("renders the same text for the same chance, and other texts for other chances", () => {
  expect(renderTemplate(options())).toEqual(renderTemplate(options()));
  const texts = new Set(
    Array.from({ length: 40 }, (_, seed) => renderTemplate(options({ random: seededRandom(seed) }))?.text),
  );
  expect(texts.size).toBeGreaterThan(4);
});

test("a kind that is about something says nothing without it", () => {
  expect(renderTemplate(options({ kind: "open_thread" }))).toBeNull();
  expect(renderTemplate(options({ kind: "interest", topic: "your {name}" }))).toBeNull();
  expect(renderTemplate(options({ kind: "open_thread", topic: "your biology exam" }))?.text).toContain(
    "your biology exam",
  );
});

test("a mood is asked about with its topic where there is one, and without where there is none", () => {
  expect(renderTemplate(options({ kind: "after_low_mood", topic: "your thesis" }))?.text).toContain("your thesis");
  expect(renderTemplate(options({ kind: "after_low_mood" }))?.text).not.toContain("{topic}");
});

test("leaves out a name that is not plain, and never shows an empty place for it", () => {
  for (const name of ["@everyone", "<@1>", "[x](http://y)", "​​", null]) {
    for (const kind of FOLLOW_UP_KINDS) {
      const rendered = renderTemplate(options({ kind, name, topic: "your thesis" }));
      expect(rendered?.text).not.toMatch(/everyone|<@|\{| [,!?.]|undefined|null/);
    }
  }
});

test("quiet texts have neither emoji nor exclamation mark, whatever the kind", () => {
  for (const kind of FOLLOW_UP_KINDS) {
    for (const relationship of RELATIONSHIPS) {
      for (let seed = 0; seed < 20; seed += 1) {
        const rendered = renderTemplate(
          options({ kind, relationship, quiet: true, topic: "your thesis", random: seededRandom(seed) }),
        );
        expect(rendered?.text ?? "").not.toMatch(/!|\p{Extended_Pictographic}/u);
      }
    }
  }
});

test("does not send what is nearly one of the last texts, and says null when nothing is left", () => {
  const avoid: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const text = renderTemplate(options({ kind: "goodbye", avoid, random: seededRandom(round) }))?.text ?? "";
    expect(text).not.toBe("");
    expect(checkText(text, { targetName: "Nora", topic: null, allowedLinks: [], recentTexts: avoid })).toEqual({
      ok: true,
    });
    avoid.push(text);
  }
  const all = Array.from(
    { length: 200 },
    (_, seed) => renderTemplate(options({ kind: "goodbye", random: seededRandom(seed) }))?.text ?? "",
  );
  expect(renderTemplate(options({ kind: "goodbye", avoid: all }))).toBeNull();
});

test("a template id stays with the words of its wording", () => {
  const { templateId, text } = renderTemplate(options()) ?? { templateId: "", text: "" };
  expect(templateId).toMatch(/^en\/check_in\/friend\/[0-9a-z]{7}$/);
  expect(renderTemplate(options({ name: "Ana" }))).toEqual({ templateId, text: text.replace("Nora", "Ana") });
});
