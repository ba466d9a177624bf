import { globSync, readFileSync } from "node:fs";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import { ROOT } from "../../scripts/docs/source-files.ts";
import { expectedText, GENERATED_DOCUMENTS, presentText } from "../../scripts/write-docs.ts";
import { REASON_CODES, REASON_WORDS } from "../../src/vocabulary/index.ts";

const PAGES = globSync("**/*.md", {
  cwd: ROOT,
  exclude: ["**/node_modules/**", "dist/**", "data/**", "coverage/**", ".git/**"],
}).sort();

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The first column of a page's tables, where it holds a code. */
function listedCodes(page: string): readonly string[] {
  return [...read(page).matchAll(/^\| `([^`]+)` \|/gm)].map(([, code]) => code ?? "").sort();
}

describe("a generated document is what its generator writes", () => {
  test.each(GENERATED_DOCUMENTS.map((document) => [document.path, document] as const))(
    "%s",
    async (_path, document) => {
      const present = presentText(document);

      expect(present).toBe(await expectedText(document, present));
    },
  );
});

// On purpose not by the generator's own way of reading: this looks at the text of the sources.
describe("docs/errors.md", () => {
  const carried = globSync("src/**/*.{ts,tsx}", { cwd: ROOT })
    .filter((path) => !/\.test\.tsx?$|\.conformance\.ts$|\/testing\//.test(path))
    .flatMap((path) =>
      [...read(path).matchAll(/readonly code(?:: string)? = "([^"]+)"/g)].map(([, code]) => code ?? ""),
    )
    .sort();

  test("lists every code of the sources, and no other", () => {
    expect(listedCodes("docs/errors.md")).toEqual(carried);
  });

  test("lists no code twice: a code means one thing", () => {
    expect(carried).toEqual([...new Set(carried)]);
  });

  test("says of every code what it means", () => {
    expect(read("docs/errors.md")).not.toContain("**No doc comment.**");
  });
});

test("every reason code is explained in docs/follow-up-lifecycle.md, and no other", () => {
  expect(listedCodes("docs/follow-up-lifecycle.md")).toEqual([...REASON_CODES].sort());
  expect(Object.keys(REASON_WORDS).sort()).toEqual([...REASON_CODES].sort());
});

describe("links between the documents lead somewhere", () => {
  test.each(PAGES)("%s", (page) => {
    expect(linksOf(page).filter((target) => !resolves(page, target))).toEqual([]);
  });
});

/** The relative links of a page; code is no link. */
function linksOf(page: string): readonly string[] {
  const prose = read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map(([, target]) => target ?? "")
    .filter((target) => !/^[a-z]+:/i.test(target));
}

function resolves(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(join(ROOT, file))) {
    return false;
  }
  return anchor === undefined || !file.endsWith(".md") || anchorsOf(file).includes(anchor);
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = [
    ...read(page)
      .replace(/```[\s\S]*?```/g, "")
      .matchAll(/^#{1,6} +(.+?) *$/gm),
  ].map(([, heading]) => heading ?? "");
  return headings.map((heading) =>
    heading
      .replace(/`|\[|\]\([^)]*\)|\*/g, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/ /g, "-"),
  );
}
