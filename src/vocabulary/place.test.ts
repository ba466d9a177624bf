import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { mayBeMentionedIn, type Place, samePlace } from "./place.ts";

const dm: Place = { platform: "discord", kind: "dm", channelId: "dm-ada", serverId: null };
const hall: Place = { platform: "discord", kind: "public_channel", channelId: "hall", serverId: "server-a" };
const garden: Place = { platform: "discord", kind: "public_channel", channelId: "garden", serverId: "server-a" };
const staff: Place = { platform: "discord", kind: "private_channel", channelId: "staff", serverId: "server-a" };
const board: Place = { platform: "discord", kind: "private_channel", channelId: "board", serverId: "server-a" };
const elsewhere: Place = { platform: "discord", kind: "public_channel", channelId: "square", serverId: "server-b" };
const sandbox: Place = { platform: "sandbox", kind: "dm", channelId: "dm:ada", serverId: null };

const PLACES: Readonly<Record<string, Place>> = { dm, hall, garden, staff, board, elsewhere, sandbox };

// Every pair. What was said in the row's place may be mentioned in the places that the row lists, and nowhere else.
const MENTIONABLE: readonly (readonly [said: string, mentionedIn: readonly string[]])[] = [
  ["dm", ["dm"]],
  ["hall", ["dm", "hall", "garden", "staff", "board"]],
  ["garden", ["dm", "hall", "garden", "staff", "board"]],
  ["staff", ["dm", "staff"]],
  ["board", ["dm", "board"]],
  ["elsewhere", ["dm", "elsewhere"]],
  ["sandbox", ["sandbox"]],
];

function place(name: string): Place {
  const found = PLACES[name];
  if (found === undefined) {
    throw new Error(`no place is called ${name}`);
  }
  return found;
}

describe("what was said in one place", () => {
  test.each(MENTIONABLE)("in %s may be mentioned in %j alone", (said, mentionedIn) => {
    const allowed = Object.keys(PLACES).filter((target) => mayBeMentionedIn(place(said), place(target)));
    expect(allowed).toEqual(mentionedIn);
  });

  const anyPlace: fc.Arbitrary<Place> = fc.oneof(
    fc.record({
      platform: fc.constantFrom("sandbox", "discord"),
      kind: fc.constant("dm" as const),
      channelId: fc.constantFrom("d1", "d2"),
      serverId: fc.constant(null),
    }),
    fc.record({
      platform: fc.constantFrom("sandbox", "discord"),
      kind: fc.constantFrom("private_channel", "public_channel"),
      channelId: fc.constantFrom("c1", "c2", "c3"),
      serverId: fc.constantFrom("a", "b"),
    }),
  );

  test("in a direct chat is mentioned nowhere else", () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (source, target) => {
        fc.pre(source.kind === "dm" && !samePlace(source, target));
        expect(mayBeMentionedIn(source, target)).toBe(false);
      }),
    );
  });

  test("on one server is never mentioned on another, nor on another platform", () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (source, target) => {
        fc.pre(target.kind !== "dm" && source.channelId !== target.channelId);
        fc.pre(source.serverId !== target.serverId || source.platform !== target.platform);
        expect(mayBeMentionedIn(source, target)).toBe(false);
      }),
    );
  });

  test("may always be mentioned where it was said", () => {
    fc.assert(fc.property(anyPlace, (source) => mayBeMentionedIn(source, { ...source })));
  });
});

describe("two places are the same", () => {
  test("by platform and channel", () => {
    expect(samePlace(hall, { ...hall })).toBe(true);
    expect(samePlace(hall, garden)).toBe(false);
    expect(samePlace({ ...dm, channelId: "x" }, { ...sandbox, channelId: "x" })).toBe(false);
  });
});
