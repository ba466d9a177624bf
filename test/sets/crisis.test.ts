import { expect, test } from "vitest";

import { readMessage } from "../../src/conversation/index.ts";
import { readSet } from "./sets.ts";

const SENT_AT = new Date("2026-11-24T12:00:00Z");
const DEVELOPED = readSet("crisis-a");
const HELD_BACK = readSet("crisis-b");

/** How many of a class are taken for a sign of danger, and how many there are. */
function taken(set: typeof DEVELOPED, label: (typeof DEVELOPED)[number]["class"]): readonly [number, number] {
  const texts = set.filter((each) => each.class === label);
  return [texts.filter(({ text }) => readMessage(text, SENT_AT).danger !== null).length, texts.length];
}

// What is reached, held so that it does not get worse. The aims: 0.95 of what is said, 0.8 of what is hinted at, at most 0.1 of harmless words.
test.each([
  { name: "the set that it was developed on", set: DEVELOPED, explicit: 29, veiled: 16, thirdPerson: 13, harmless: 5 },
  { name: "the set that was held back at first", set: HELD_BACK, explicit: 16, veiled: 7, thirdPerson: 8, harmless: 3 },
])("signs of danger are seen, and figures of speech are mostly not, in $name", (given) => {
  const [explicit, veiled] = [taken(given.set, "explicit"), taken(given.set, "veiled")];
  const [thirdPerson, harmless] = [taken(given.set, "third_person"), taken(given.set, "harmless")];
  const figures = JSON.stringify({ explicit, veiled, thirdPerson, harmless });
  expect(explicit[0], figures).toBeGreaterThanOrEqual(given.explicit);
  expect(veiled[0], figures).toBeGreaterThanOrEqual(given.veiled);
  expect(thirdPerson[0], figures).toBeGreaterThanOrEqual(given.thirdPerson);
  expect(harmless[0], figures).toBeLessThanOrEqual(given.harmless);
});
