import { expect, test } from "vitest";

import { burst } from "./burst.ts";

test("of 400 messages in a burst none is lost, and they cost few transactions", { timeout: 60_000 }, async () => {
  const { said, stored, counted, transactions } = await burst({ people: 200, patienceMs: 40_000 });
  expect({ stored, counted }).toEqual({ stored: said, counted: said });
  expect(transactions).toBeLessThanOrEqual(said / 5);
});
