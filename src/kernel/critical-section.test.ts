import { describe, expect, test } from "vitest";

import {
  assertOutsideTransaction,
  InsideTransactionError,
  runAsTransaction,
  runOutsideTransaction,
} from "./critical-section.ts";

function attempt(): void {
  assertOutsideTransaction("a model");
}

/** A promise and the function that resolves it. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    passed: promise,
    open: () => {
      resolve(undefined);
    },
  };
}

describe("inside a transaction", () => {
  test("an attempt is refused, by name", async () => {
    const refused = runAsTransaction(() => {
      attempt();
      return Promise.resolve();
    });

    await expect(refused).rejects.toThrow(InsideTransactionError);
    await expect(refused).rejects.toMatchObject({ code: "INSIDE_TRANSACTION", attempted: "a model" });
  });

  test("an attempt is refused after an await too, and in the functions that are called", async () => {
    const refused = runAsTransaction(async () => {
      await new Promise(setImmediate);
      await Promise.all([Promise.resolve().then(attempt)]);
    });

    await expect(refused).rejects.toThrow(InsideTransactionError);
  });

  test("what comes after it may run unmarked", async () => {
    await runAsTransaction(() => {
      runOutsideTransaction(attempt);
      return Promise.resolve();
    });
  });

  test("the result comes back, and so does an error", async () => {
    await expect(runAsTransaction(() => Promise.resolve(5))).resolves.toBe(5);
    await expect(runAsTransaction(() => Promise.reject(new Error("rolled back")))).rejects.toThrow("rolled back");
  });
});

describe("outside a transaction", () => {
  test("an attempt passes", () => {
    expect(attempt).not.toThrow();
  });

  test("a neighbour's open transaction does not matter", async () => {
    const { passed, open } = gate();
    const neighbour = runAsTransaction(() => passed);

    expect(attempt).not.toThrow();

    open();
    await neighbour;
  });

  test("work that a transaction set off but did not wait for is free once the transaction has ended", async () => {
    const { passed, open } = gate();
    let detached: Promise<void> | undefined;
    await runAsTransaction(() => {
      detached = passed.then(attempt);
      return Promise.resolve();
    });

    open();

    await expect(detached).resolves.toBeUndefined();
  });
});
