import { expect, test } from "vitest";

import { createBatcher } from "./batcher.ts";

class Poison extends Error {}
class Outage extends Error {}

/** A batcher of letters that notes its batches. */
function batcherOf({ error, limit = 10 }: { readonly error?: Error; readonly limit?: number } = {}) {
  const batches: string[] = [];
  const add = createBatcher<string, string>(
    async (letters) => {
      batches.push(letters.join(""));
      if (error !== undefined && letters.includes("x")) {
        throw error;
      }
      return letters.map((letter) => letter.toUpperCase());
    },
    { limit, mayBeOfOne: (thrown) => thrown instanceof Poison },
  );
  return { batches, add };
}

const all = (add: (letter: string) => Promise<string>, letters: string) =>
  Promise.allSettled(Array.from(letters, (letter) => add(letter).catch((thrown: unknown) => thrown)));

test("what comes while a batch is under way is the next one, up to the limit", async () => {
  const { batches, add } = batcherOf({ limit: 3 });
  const results = await all(add, "abcdef");
  expect(results).toEqual(Array.from("ABCDEF", (value) => ({ status: "fulfilled", value })));
  expect(batches).toEqual(["a", "bcd", "ef"]);
});

test("an item that cannot be handled is told apart from those beside it", async () => {
  const error = new Poison();
  const { batches, add } = batcherOf({ error });
  const results = await all(add, "abxc");
  expect(results.map((result) => result.status === "fulfilled" && result.value)).toEqual(["A", "B", error, "C"]);
  expect(batches).toEqual(["a", "bxc", "b", "x", "c"]);
});

test("an error of all is everybody's, and nothing is tried again", async () => {
  const error = new Outage();
  const { batches, add } = batcherOf({ error });
  const results = await all(add, "abxc");
  expect(results.map((result) => result.status === "fulfilled" && result.value)).toEqual(["A", error, error, error]);
  expect(batches).toEqual(["a", "bxc"]);
});
