import { describe, expect, test } from "vitest";

import { runAsTransaction } from "./critical-section.ts";
import { sleep } from "./sleep.ts";

// Longer than a test may take, and than a timer of Node can hold.
const FOR_EVER_MS = 2 ** 31 + 5;

describe("a sleep", () => {
  test("ends when the signal fires, without an error", async () => {
    const controller = new AbortController();
    const slept = sleep(FOR_EVER_MS, controller.signal);

    controller.abort();

    await expect(slept).resolves.toBeUndefined();
  });

  test("does not begin when the signal has fired already", async () => {
    await expect(sleep(FOR_EVER_MS, AbortSignal.abort())).resolves.toBeUndefined();
  });

  test("longer than a timer can hold does not end at once", async () => {
    const controller = new AbortController();
    let over = false;
    const slept = sleep(FOR_EVER_MS, controller.signal).then(() => {
      over = true;
    });

    await sleep(20);

    expect(over).toBe(false);
    controller.abort();
    await slept;
  });

  test("is refused inside a transaction", async () => {
    await expect(runAsTransaction(() => sleep(0))).rejects.toMatchObject({ code: "INSIDE_TRANSACTION" });
  });
});
