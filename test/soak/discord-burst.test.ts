import { expect, test } from "vitest";

import { burst } from "../discord/attacks/burst.ts";

test("of 2,000 messages in a burst none is lost, and they cost few transactions", { timeout: 300_000 }, async () => {
  const report = await burst({ people: 1000, patienceMs: 240_000 });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const { said, stored, counted, transactions } = report;
  expect({ stored, counted }).toEqual({ stored: said, counted: said });
  expect(transactions).toBeLessThanOrEqual(said / 20);
});
