import fc from "fast-check";

import type { Place } from "../../src/vocabulary/index.ts";

/** The places of one person's histories, by a short name. */
export const PLACES = {
  dm: null, // each has their own
  "a/hall": { platform: "discord", kind: "public_channel", channelId: "a-hall", serverId: "a" },
  "a/garden": { platform: "discord", kind: "public_channel", channelId: "a-garden", serverId: "a" },
  "a/staff": { platform: "discord", kind: "private_channel", channelId: "a-staff", serverId: "a" },
  "b/hall": { platform: "discord", kind: "public_channel", channelId: "b-hall", serverId: "b" },
  "b/staff": { platform: "discord", kind: "private_channel", channelId: "b-staff", serverId: "b" },
} as const satisfies Readonly<Record<string, Place | null>>;
export type PlaceName = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as readonly PlaceName[];

/**
 * Where what was said in a place may be heard again. Written out by hand, so that the rule of the product is held against something
 * that is not made from it.
 */
export const MAY_BE_HEARD_IN: Readonly<Record<PlaceName, readonly PlaceName[]>> = {
  dm: ["dm"],
  "a/hall": ["a/hall", "a/garden", "a/staff", "dm"],
  "a/garden": ["a/garden", "a/hall", "a/staff", "dm"],
  "a/staff": ["a/staff", "dm"],
  "b/hall": ["b/hall", "b/staff", "dm"],
  "b/staff": ["b/staff", "dm"],
};

/** What somebody says; `{canary}` is a word that is said nowhere else. */
const SAYINGS = [
  "My {canary} exam is tomorrow and I'm nervous",
  "I have a {canary} interview on Friday",
  "I'm waiting for the results of my {canary} test",
  "I love {canary} painting, it is my favourite hobby",
  "I'm so sad about my {canary} project today",
  "I'm really excited, my {canary} concert was this morning!",
  "I started learning {canary} last week and I practise every evening",
  "I'm going to try that {canary} recipe tomorrow",
  "My grandma died last week, she taught me {canary}",
  "hello, how are you? my {canary} is fine",
] as const;

/** One thing that somebody does. */
export type Step =
  | { readonly type: "say"; readonly place: PlaceName; readonly saying: string }
  | { readonly type: "press"; readonly place: PlaceName; readonly buttonId: "consent:yes" | "consent:topics" }
  | { readonly type: "command"; readonly place: PlaceName; readonly line: string }
  | { readonly type: "edit"; readonly place: PlaceName; readonly saying: string };

const place = fc.constantFrom(...PLACE_NAMES);
const saying = fc.constantFrom(...SAYINGS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("say" as const), place, saying }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("press" as const),
      place,
      buttonId: fc.constantFrom("consent:yes" as const, "consent:topics" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("command" as const),
      place,
      line: fc.constantFrom("followup_settings here", "followup_settings dm", "followup_settings status"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("edit" as const), place, saying }) },
);

/** What one person does before they go quiet: always with a yes somewhere. */
export const history: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.array(step, { minLength: 2, maxLength: 9 }), place)
  .map(([steps, where]): readonly Step[] => [
    ...steps,
    { type: "press", place: where, buttonId: "consent:yes" },
    { type: "say", place: where, saying: "hello, how are you? my {canary} is fine" },
  ]);
