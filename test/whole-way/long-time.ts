import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { hoursBetween, present, type Someone, windToHour } from "./acts.ts";
import { actsOfTheEight, NEVER, NO_TOPIC, ONCE, peopleOfHabits, SILENT, STOP, TOPICS } from "./cast.ts";
import { embeddedGround, type Ground } from "./grounds.ts";
import { liveThrough, type Span, type Trace } from "./habits.ts";

interface Sent {
  readonly user_id: string;
  readonly kind: string;
  readonly sent_at: Date;
}

const END = new Date(8.64e15);
const QUIET_FROM = 22;
const QUIET_UNTIL = 9;

/** Registers a suite: people with different habits live through a long time, and nobody is written to as they should not be. */
export function describeLongTime(span: Span): void {
  const people = peopleOfHabits(span);

  describe(`${span.name} of people with different habits`, () => {
    let ground: Ground;
    let sent: readonly Sent[];
    let traces: readonly Trace[];
    let began: Date;

    beforeAll(async () => {
      ground = await embeddedGround();
      const program = await ground.start();
      await windToHour(program, 0); // so that 18 is the evening
      const acts = [...actsOfTheEight(span), ...people.flatMap((person) => person.acts)];
      ({ traces, began } = await liveThrough(program, acts, span.days));
      await program.stop();
      sent = await ground.read<Sent>(
        "select user_id, context_data->>'kind' as kind, sent_at from follow_up_history order by sent_at, id",
      );
    }, 400_000);
    afterAll(async () => {
      await ground.remove();
    });

    const sentTo = (who: Someone): readonly Sent[] => sent.filter(({ user_id }) => user_id === who.name);
    const tracesOf = (who: Someone, before: Date): readonly Date[] =>
      traces.filter((trace) => trace.who.name === who.name && trace.at < before).map(({ at }) => at);
    /** The follow-ups to somebody between two moments. */
    const streak = (who: Someone, from: Date, until: Date): readonly Sent[] =>
      sentTo(who).filter(({ sent_at }) => sent_at > from && sent_at < until);
    const comesBack = (who: Someone): Date => {
      const whileOn = tracesOf(who, END).filter((at) => hoursBetween(began, at) < (span.offDay ?? Infinity) * 24 - 1);
      return present(whileOn.at(-2), "the return");
    };

    test.each(SILENT)("$name is never written to, however long the clock runs", (who) => {
      expect(sentTo(who)).toEqual([]);
    });

    test.each(people.filter(({ consent }) => consent === null || consent === "consent:no"))(
      "$who.name, who gave no permission, is never written to",
      ({ who }) => {
        expect(sentTo(who)).toEqual([]);
      },
    );

    test.each(people.filter(({ offHours }) => offHours !== null))(
      "$who.name switched it off, and is not written to any more",
      ({ who, offHours }) => {
        const late = sentTo(who).filter(({ sent_at }) => hoursBetween(began, sent_at) > (offHours ?? 0));
        expect(late).toEqual([]);
      },
    );

    test("after Stop under the first follow-up there is no second one, also when they talk again", () => {
      expect(sentTo(STOP)).toHaveLength(1);
    });

    test("Only about what I told you: what they told is asked about, and there is never a plain check-in", () => {
      expect(sentTo(NO_TOPIC)).toEqual([]);
      expect(sentTo(TOPICS).length).toBeGreaterThanOrEqual(2);
      const topicsOnly = [
        TOPICS,
        ...people.filter(({ consent }) => consent === "consent:topics").map(({ who }) => who),
      ];
      expect(topicsOnly.flatMap(sentTo).map(({ kind }) => kind)).not.toContain("check_in");
    });

    test.each([ONCE, NEVER])(
      "$name does not answer: each gap is at least double the one before, and then it ends",
      (who) => {
        const back = comesBack(who);
        const last = present(tracesOf(who, back).at(-1), "what they did last");
        const row = streak(who, last, back);

        expect(row.length).toBeGreaterThanOrEqual(2);
        const gaps = row
          .slice(1)
          .map(({ sent_at }, index) => hoursBetween(present(row[index], "the one before").sent_at, sent_at));
        gaps.forEach((gap, index) => {
          expect(gap, `gap ${index + 1} of ${gaps.join(", ")}`).toBeGreaterThanOrEqual(48 * 2 ** (index + 1) - 0.1);
        });
        // Longer than until the one that would have come next.
        expect(hoursBetween(present(row.at(-1), "the last one").sent_at, back), "silence at the end").toBeGreaterThan(
          Math.max(span.silentDays * 24, 48 * 2 ** row.length),
        );
      },
    );

    test("who once answered gets one goodbye, as the last one; who never answered gets none", () => {
      const kindsBefore = (who: Someone): readonly string[] =>
        streak(who, new Date(0), comesBack(who)).map(({ kind }) => kind);

      expect(kindsBefore(ONCE).filter((kind) => kind === "goodbye")).toHaveLength(1);
      expect(kindsBefore(ONCE).at(-1)).toBe("goodbye");
      expect(kindsBefore(NEVER)).not.toContain("goodbye");
    });

    test.each([ONCE, NEVER])("$name comes back, and it begins anew two days later", (who) => {
      const back = comesBack(who);
      const [first] = streak(who, back, END);

      expect(hoursBetween(back, present(first, "a follow-up after the return").sent_at)).toBeCloseTo(48, 0);
    });

    test("nobody gets more than two in any seven days", () => {
      for (const one of sent) {
        const week = sent.filter(
          ({ user_id, sent_at }) =>
            user_id === one.user_id && sent_at >= one.sent_at && hoursBetween(one.sent_at, sent_at) < 7 * 24,
        );
        expect(week.length, `${one.user_id} from ${one.sent_at.toISOString()}`).toBeLessThanOrEqual(2);
      }
    });

    test("as long as somebody does nothing, each follow-up doubles the gap to the next", () => {
      for (const { who } of people) {
        const row = sentTo(who);
        let unanswered = 0;
        row.slice(1).forEach((one, index) => {
          const before = present(row[index], "the one before");
          unanswered = tracesOf(who, one.sent_at).some((at) => at > before.sent_at) ? 0 : unanswered + 1;
          expect(
            hoursBetween(before.sent_at, one.sent_at),
            `${who.name} at ${one.sent_at.toISOString()}`,
          ).toBeGreaterThanOrEqual(48 * 2 ** unanswered - 0.1);
        });
      }
    });

    test("nobody is written to within a quarter of an hour of their own message", () => {
      for (const { user_id, sent_at } of sent) {
        const close = traces.filter(
          ({ who, at }) => who.name === user_id && at <= sent_at && hoursBetween(at, sent_at) < 0.25,
        );
        expect(close, `${user_id} at ${sent_at.toISOString()}`).toEqual([]);
      }
    });

    test("where the zone is unknown, nobody is written to more than two hours from a time of day at which they wrote", () => {
      const strangers = [
        ...people.filter(({ zone }) => zone === null).map(({ who }) => who),
        STOP,
        ONCE,
        NEVER,
        TOPICS,
      ];
      for (const who of strangers) {
        for (const { sent_at } of sentTo(who)) {
          const before = tracesOf(who, sent_at);
          const last = present(before.at(-1), "what they did last");
          const recent = before.filter((at) => hoursBetween(at, last) <= 30 * 24);
          const nearest = Math.min(...recent.map((at) => timeOfDayApart(at, sent_at)));
          expect(nearest, `${who.name} at ${sent_at.toISOString()}`).toBeLessThanOrEqual(2 + 1 / 60);
        }
      }
    });

    test("where the zone is known, nobody is written to in the quiet hours", () => {
      const zoned = people.filter(({ zone }) => zone !== null);
      expect(zoned.flatMap(({ who }) => sentTo(who)).length).toBeGreaterThan(0);
      for (const { who, zone } of zoned) {
        for (const { sent_at } of sentTo(who)) {
          const hour = Number(
            sent_at.toLocaleString("en", { hour: "numeric", hourCycle: "h23", timeZone: zone ?? "UTC" }),
          );
          expect(
            hour >= QUIET_UNTIL && hour < QUIET_FROM,
            `${who.name} at ${sent_at.toISOString()}, ${hour} o'clock in ${zone ?? ""}`,
          ).toBe(true);
        }
      }
    });

    test("a mood is never a channel's business", () => {
      const inChannel = people.filter(({ who }) => who.channel === "general").flatMap(({ who }) => sentTo(who));

      expect(inChannel.length).toBeGreaterThan(0);
      expect(inChannel.map(({ kind }) => kind)).not.toContain("after_low_mood");
      expect(inChannel.map(({ kind }) => kind)).not.toContain("after_high_mood");
    });
  });
}

/** How far apart two moments are on the clock's face, in hours. */
function timeOfDayApart(one: Date, other: Date): number {
  const apart = Math.abs(hoursBetween(one, other)) % 24;
  return Math.min(apart, 24 - apart);
}
