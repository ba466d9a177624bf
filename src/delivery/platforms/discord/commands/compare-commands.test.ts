import { describe, expect, test } from "vitest";

import { commandBodies } from "./command-bodies.ts";
import { type CommandShape, commandShapeSchema, madeByUs, sameCommand } from "./compare-commands.ts";

const [body] = commandBodies(
  [
    {
      offeredName: "debug",
      definition: {
        name: "debug",
        description: "More in the log, or less",
        rank: "operator",
        fields: [
          { name: "state", description: "On or off", required: true, type: "choice", choices: ["on", "off"] },
          { name: "note", description: "Why", required: false, type: "text", maxLength: 50, completes: true },
        ],
      },
    },
  ],
  null,
);
const ours: CommandShape = commandShapeSchema.parse(body);
const [state, note] = ours.options ?? [];

describe("nothing differs", () => {
  test("where Discord leaves out what was not set, or orders the contexts otherwise", () => {
    const told = { ...ours, contexts: [1, 0], options: [{ ...state, autocomplete: false, options: null }, note] };
    expect(sameCommand(commandShapeSchema.parse(told), ours)).toBe(true);
  });

  test.each([
    ["the description", { description: "Another" }],
    ["who is offered it", { default_member_permissions: null }],
    ["where it is offered", { contexts: [0] }],
    ["a field", { options: [{ ...state, required: false }, note] }],
    ["the order of fields", { options: [note, state] }],
  ])("but not where %s does", (_what, change) => {
    expect(sameCommand(commandShapeSchema.parse({ ...ours, ...change }), ours)).toBe(false);
  });
});

describe("a command of our name", () => {
  test.each([
    ["with our description is ours, whatever its fields", { options: [] }, true],
    ["with our fields is ours, whatever its description", { description: "As it was called before" }, true],
    ["that has neither is somebody else's", { description: "The host's own", options: [state] }, false],
    ["without fields needs our description", { description: "The host's own", options: [] }, false],
  ])("%s", (_what, change, expected) => {
    expect(madeByUs(commandShapeSchema.parse({ ...ours, ...change }), ours)).toBe(expected);
  });

  test("two commands without fields are not the same for that", () => {
    const plain = { ...ours, options: [] };
    expect(madeByUs({ ...plain, description: "The host's own" }, plain)).toBe(false);
  });
});
