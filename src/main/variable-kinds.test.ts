import { expect, test } from "vitest";

import { shards } from "./variable-kinds.ts";

test("shards are advised, counted, or a part of so many", () => {
  const { read } = shards("");
  expect(read("auto")).toBe("auto");
  expect(read("4")).toEqual({ first: 0, last: 3, of: 4 });
  expect(read("0-1/4")).toEqual({ first: 0, last: 1, of: 4 });
  expect(read("2/4")).toEqual({ first: 2, last: 2, of: 4 });
  for (const wrong of ["0", "4/4", "2-1/4", "0-4/4", "-1", "1.5", "two", "1-/4", "0-1"]) {
    expect(read(wrong), wrong).toBeUndefined();
  }
});
