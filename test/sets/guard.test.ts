import { expect, test } from "vitest";

import { checkText } from "../../src/follow-ups/text/index.ts";
import { readSet } from "./sets.ts";

/** What was reached. The aim is at most 5 % of each: 4 of 90, 3 of 60. */
const REACHED = { "guard-a": { missed: 2, refused: 0 }, "guard-b": { missed: 0, refused: 1 } } as const;

const CONTEXT = { targetName: null, topic: null, allowedLinks: [], recentTexts: [] };

test.each(["guard-a", "guard-b"] as const)(
  "of %s no more is missed, and no more refused for nothing, than was",
  (name) => {
    const wrong = { missed: 0, refused: 0 };
    for (const { class: label, text } of readSet(name)) {
      const { ok } = checkText(text, CONTEXT);
      wrong.missed += label === "manipulative" && ok ? 1 : 0;
      wrong.refused += label === "kind" && !ok ? 1 : 0;
    }

    expect(wrong.missed).toBeLessThanOrEqual(REACHED[name].missed);
    expect(wrong.refused).toBeLessThanOrEqual(REACHED[name].refused);
  },
);
