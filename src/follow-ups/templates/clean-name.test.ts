import { expect, test } from "vitest";

import { cleanName } from "./index.ts";

test("keeps plain names in every script", () => {
  for (const name of [
    "Nora",
    "Jean-Luc",
    "O'Brien",
    "Dr. Ada",
    "小明",
    "Олена",
    "अनिल",
    "محمد",
    "big_dave",
    "nora92",
    "Łukasz",
  ]) {
    expect(cleanName(name)).toBe(name);
  }
});

test("takes off what stands around a name", () => {
  expect(cleanName("✨Nora✨")).toBe("Nora");
  expect(cleanName("Nora (she/her)")).toBe("Nora");
  expect(cleanName("Nora | Raid Lead")).toBe("Nora");
  expect(cleanName("𝓝𝓸𝓻𝓪")).toBe("Nora");
  expect(cleanName("No\u200Bra\u202E")).toBe("Nora");
  expect(cleanName("  Nora  ")).toBe("Nora");
  expect(cleanName("__Nora__")).toBe("Nora");
});

test("leaves out what is no plain name", () => {
  for (const name of [
    "@everyone",
    "everyone",
    "here",
    "<@123>",
    "[Nora](http://x.y)",
    "https://evil.example",
    "www.evil.com",
    "**Nora** `x`",
    "{name}",
    "",
    "   ",
    "\u200B",
    "!!!",
    "🦊",
    "x".repeat(33),
    "a_b_c",
    "N\u0336\u0335\u0334ora",
    "12345",
    "x".repeat(100_000),
    "null",
  ]) {
    expect(cleanName(name), JSON.stringify(name.slice(0, 40))).toBeNull();
  }
});
