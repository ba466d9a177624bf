import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { RELATIONSHIPS } from "../vocabulary/index.ts";
import { RELATIONSHIP_THRESHOLDS, relationshipOf } from "./relationship.ts";

const { friend, close_friend: closeFriend } = RELATIONSHIP_THRESHOLDS;

describe("how close the bot and a person are", () => {
  test("somebody new is an acquaintance", () => {
    expect(relationshipOf({ messageCount: 0, talkCount: 0 })).toBe("acquaintance");
    expect(relationshipOf({ messageCount: 1, talkCount: 1 })).toBe("acquaintance");
  });

  test.each([
    ["a friend, from both counts on", friend.messages, friend.talks, "friend"],
    ["no friend by one message", friend.messages - 1, friend.talks, "acquaintance"],
    ["no friend by one talk", friend.messages, friend.talks - 1, "acquaintance"],
    ["a close friend, from both counts on", closeFriend.messages, closeFriend.talks, "close_friend"],
    ["no close friend by one message", closeFriend.messages - 1, closeFriend.talks, "friend"],
    ["no close friend by one talk", closeFriend.messages, closeFriend.talks - 1, "friend"],
  ])("is %s", (...[, messageCount, talkCount, expected]) => {
    expect(relationshipOf({ messageCount, talkCount })).toBe(expected);
  });

  test("one long talk makes nobody a friend, nor do many that were only a word", () => {
    expect(relationshipOf({ messageCount: 10_000, talkCount: 1 })).toBe("acquaintance");
    expect(relationshipOf({ messageCount: 12, talkCount: 12 })).toBe("acquaintance");
  });

  test("is never less for more talk", () => {
    const counts = fc.record({ messageCount: fc.nat(200), talkCount: fc.nat(30) });
    const level = (state: { messageCount: number; talkCount: number }): number =>
      RELATIONSHIPS.indexOf(relationshipOf(state));
    fc.assert(
      fc.property(counts, fc.nat(50), fc.nat(10), (state, messages, talks) => {
        const later = { messageCount: state.messageCount + messages, talkCount: state.talkCount + talks };
        expect(level(later)).toBeGreaterThanOrEqual(level(state));
      }),
    );
  });
});
