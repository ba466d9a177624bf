import { expect, test } from "vitest";

import { rememberIds } from "./seen-ids.ts";

test("an id is new once, for as many ids as were asked for", () => {
  const seen = rememberIds(3);
  expect(["a", "b", "a", "c", "d", "a", "e"].map((id) => seen.isNew(id))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    true,
  ]);
});

test("only so many are kept", () => {
  const seen = rememberIds(2);
  for (const id of ["a", "b", "c", "d"]) {
    seen.isNew(id);
  }
  expect(seen.isNew("a")).toBe(true);
});
