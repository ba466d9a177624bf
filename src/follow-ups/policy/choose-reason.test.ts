import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS } from "../../kernel/index.ts";
import type { FollowUpKind } from "../../vocabulary/index.ts";
import type { FollowUpReason } from "../follow-ups-types.ts";
import { assess } from "./assess.ts";
import { availableReasons, chooseReason } from "./choose-reason.ts";
import { DEFAULT_SETTINGS, DM, hoursAgo, NOON, reason, snapshot } from "./testing/snapshots.ts";

/** What is chosen of reasons that are ready so many hours from noon; `null`: never. */
function chosen(
  readyIn: readonly (readonly [FollowUpReason, number | null])[],
  { patient = true } = {},
): FollowUpReason | null {
  const hours = new Map(readyIn);
  const readyAt = (one: FollowUpReason): { at: Date } | null => {
    const ready = hours.get(one) ?? null;
    return ready === null ? null : { at: hoursAgo(-ready) };
  };
  return chooseReason([...hours.keys()], readyAt, { patient })?.reason ?? null;
}

const STRONGEST_FIRST: readonly FollowUpKind[] = [
  "open_thread",
  "after_low_mood",
  "after_high_mood",
  "interest",
  "check_in",
];

describe("what there is to write about", () => {
  test("is what they told and, for those who wished for it, a plain check-in", () => {
    const told = [reason("interest"), reason("open_thread")];
    expect(availableReasons(snapshot({ reasons: told })).map(({ kind }) => kind)).toEqual([
      "interest",
      "open_thread",
      "check_in",
    ]);
    expect(availableReasons(snapshot()).map(({ kind }) => kind)).toEqual(["check_in"]);
  });

  test("is only what they told, for those who said so", () => {
    const permission = { state: "topics_only", place: DM, since: hoursAgo(500) } as const;
    expect(availableReasons(snapshot({ permission, reasons: [reason("interest")] })).map(({ kind }) => kind)).toEqual([
      "interest",
    ]);
    expect(availableReasons(snapshot({ permission }))).toEqual([]);
  });

  test("a check-in cites nothing, and is quiet where something tender came up", () => {
    const nothing = { memoryId: null, topic: null, sourceMessageId: null, notBefore: null, staleAt: null };
    expect(availableReasons(snapshot())).toEqual([{ kind: "check_in", ...nothing, quiet: false }]);
    expect(availableReasons(snapshot({ tender: true }))).toEqual([{ kind: "check_in", ...nothing, quiet: true }]);
  });
});

describe("of several reasons", () => {
  test("the stronger one wins, wherever it stands in the list", () => {
    const reasons = STRONGEST_FIRST.map((kind) => reason(kind));
    for (const [index, expected] of reasons.entries()) {
      const rest = reasons.slice(index).map((one) => [one, 0] as const);
      expect(chosen(rest)?.kind).toBe(expected.kind);
      expect(chosen(rest.toReversed())?.kind).toBe(expected.kind);
    }
  });

  test("of equal ones the one that is ready first, then the one that stands first", () => {
    const [one, two] = [reason("interest", { memoryId: "one" }), reason("interest", { memoryId: "two" })];
    expect(
      chosen([
        [one, 5],
        [two, 4],
      ]),
    ).toBe(two);
    expect(
      chosen([
        [one, 4],
        [two, 4],
      ]),
    ).toBe(one);
  });

  test("a stronger one is waited for, but for 5 days at most", () => {
    const [weak, strong] = [reason("check_in"), reason("open_thread")];
    expect(
      chosen([
        [weak, 10],
        [strong, 10 + 5 * 24],
      ]),
    ).toBe(strong);
    expect(
      chosen([
        [weak, 10],
        [strong, 10 + 5 * 24 + 0.001],
      ]),
    ).toBe(weak);
  });

  test("a weaker one that comes later is not waited for", () => {
    const [weak, strong] = [reason("check_in"), reason("open_thread")];
    expect(
      chosen([
        [strong, 10],
        [weak, 12],
      ]),
    ).toBe(strong);
  });

  test("without patience only what is ready first counts, the stronger of it", () => {
    const [weak, strong, same] = [reason("check_in"), reason("open_thread"), reason("interest")];
    expect(
      chosen(
        [
          [weak, 1],
          [strong, 2],
        ],
        { patient: false },
      ),
    ).toBe(weak);
    expect(
      chosen(
        [
          [weak, 1],
          [strong, 2],
          [same, 1],
        ],
        { patient: false },
      ),
    ).toBe(same);
  });

  test("one that is never ready is not there", () => {
    const [never, weak] = [reason("open_thread"), reason("check_in")];
    expect(
      chosen([
        [never, null],
        [weak, 3],
      ]),
    ).toBe(weak);
    expect(chosen([[never, null]])).toBeNull();
    expect(chosen([])).toBeNull();
  });

  test("the choice is one of those that are ready within five days of the first, and none of these is stronger", () => {
    const someReasons = fc.array(
      fc.tuple(
        fc.constantFrom(...STRONGEST_FIRST).map((kind) => reason(kind)),
        fc.option(fc.integer({ min: 0, max: 400 })),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(someReasons, (reasons) => {
        const found = chosen(reasons);
        const ready = reasons.filter((entry): entry is [FollowUpReason, number] => entry[1] !== null);
        const first = Math.min(...ready.map(([, hours]) => hours));
        const within = ready
          .filter(([, hours]) => hours <= first + 120)
          .map(([{ kind }]) => STRONGEST_FIRST.indexOf(kind));
        expect(found === null ? Infinity : STRONGEST_FIRST.indexOf(found.kind)).toBe(Math.min(...within));
      }),
    );
  });
});

describe("patience in a plan", () => {
  const exam = reason("open_thread", { notBefore: addMs(NOON, 4 * DAY_MS) });

  test("nobody gets small talk on the eve of what they really told", () => {
    expect(assess(snapshot({ reasons: [exam] }), DEFAULT_SETTINGS)).toMatchObject({ at: exam.notBefore, reason: exam });
  });

  test("the wait ends with the day that it was for, however often it is looked at", () => {
    // Every half hour from noon on: never a check-in, until the exam can be asked about.
    for (let ms = 0; ms <= 4 * DAY_MS; ms += HOUR_MS / 2) {
      const now = addMs(NOON, ms);
      expect(assess(snapshot({ now, reasons: [exam] }), DEFAULT_SETTINGS)).toMatchObject({
        at: exam.notBefore,
        reason: exam,
      });
    }
  });

  test("what is more than five days away does not hold up a check-in", () => {
    const wedding = reason("open_thread", { notBefore: addMs(NOON, 6 * DAY_MS) });
    expect(assess(snapshot({ reasons: [wedding] }), DEFAULT_SETTINGS)).toMatchObject({
      at: NOON,
      reason: { kind: "check_in" },
    });
  });
});
