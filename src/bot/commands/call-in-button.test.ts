import { expect, test } from "vitest";

import { personId } from "../../vocabulary/index.ts";
import { packCall } from "./call-in-button.ts";

const ADA = { id: personId("12345678901234567890"), name: "Ada" };
const PERSON = { name: "person", description: "who", required: true, type: "person" } as const;
const HOURS = { name: "hours", description: "when", required: true, type: "number", max: 10 } as const;

test("a call is its name and words", () => {
  expect(packCall({ name: "bot_status", fields: [] }, { words: [], mentions: [] })).toBe("run:bot_status");
  expect(packCall({ name: "debug", fields: [] }, { words: ["on"], mentions: [ADA] })).toBe("run:debug on");
});

test("whoever is named goes in by their id, of however many words their name is", () => {
  const command = { name: "schedule_followup", fields: [PERSON, HOURS] };
  const packed = "run:schedule_followup <@12345678901234567890> 8784";
  expect(packCall(command, { words: ["@Ada", "8784"], mentions: [ADA] })).toBe(packed);
  expect(packCall(command, { words: ["@Ada", "of", "Hall", "8784"], mentions: [ADA] })).toBe(packed);
});

test("a call that lacks a word is packed as it was typed, and answered with the usage later", () => {
  expect(packCall({ name: "order", fields: [PERSON, HOURS] }, { words: ["@Ada"], mentions: [ADA] })).toBe(
    "run:order @Ada",
  );
});

test("64 characters fit, and one more does not", () => {
  const call = (length: number) => packCall({ name: "x", fields: [] }, { words: ["y".repeat(length)], mentions: [] });
  expect(call(58)).toHaveLength(64);
  expect(call(59)).toBeNull();
});
