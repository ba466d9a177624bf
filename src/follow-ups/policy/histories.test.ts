import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from "../../kernel/index.ts";
import { isGoodMoment } from "../timing/testing/good-moment.ts";
import { assess } from "./assess.ts";
import {
  type Character,
  type Deed,
  liveThrough,
  randomCharacter,
  SILENCE,
  type SimulatedSend,
  type SimulatedYear,
  YEAR_START,
} from "./testing/simulated-life.ts";

/**
 * A year in the life of many people, by chance: they write, answer, fall silent, say yes and no, ask for later; orders come in, and
 * outages. Each message that goes out is held against the rules in their plainest form, not against the code that made them.
 */

interface Lived {
  readonly seed: number;
  readonly character: Character;
  readonly year: SimulatedYear;
}

const YEARS: readonly Lived[] = fc.sample(fc.integer({ min: 0, max: 2 ** 31 - 1 }), 250).map((seed) => {
  const character = randomCharacter(seed);
  return { seed, character, year: liveThrough(character, seed) };
});

/** Fails with the number of the person, so that `randomCharacter` makes them again. */
function forEveryone(check: (lived: Lived) => void): void {
  for (const lived of YEARS) {
    try {
      check(lived);
    } catch (thrown) {
      throw new Error(`person ${lived.seed}`, { cause: thrown });
    }
  }
}

function forEverySend(check: (send: SimulatedSend, character: Character) => void): void {
  forEveryone(({ year, character }) => {
    for (const send of year.sends) {
      check(send, character);
    }
  });
}

/** How many went out before this one, in a row, with no word and no thumb in between. */
function silentBefore({ state: { sends, lastMessageAt } }: SimulatedSend): number {
  const since = sends.filter(({ at }) => lastMessageAt === null || at > lastMessageAt);
  const reaction = since.findIndex(({ reacted }) => reacted);
  return reaction === -1 ? since.length : reaction;
}

describe("in a year of many people", () => {
  test("enough happens for the rest to mean something", () => {
    const sends = YEARS.flatMap(({ year }) => year.sends);
    const kinds = new Set(sends.map(({ reason }) => reason.kind));
    expect(sends.length).toBeGreaterThan(1500);
    expect([...kinds].toSorted()).toEqual([
      "after_high_mood",
      "after_low_mood",
      "check_in",
      "goodbye",
      "interest",
      "open_thread",
    ]);
    expect(sends.filter(({ orderDueAt }) => orderDueAt !== null).length).toBeGreaterThan(50);
    expect(sends.filter((send) => silentBefore(send) === 2).length).toBeGreaterThan(30);
  });

  test("nobody is written to without permission, and nobody with a check-in who did not wish for it", () => {
    forEverySend(({ state, reason }) => {
      expect(["granted", "topics_only"]).toContain(state.permission.state);
      expect(state.frozen).toBe(false);
      expect(reason.kind === "check_in" ? state.permission.state : "granted").toBe("granted");
    });
  });

  test("nobody is written to outside of their good hours", () => {
    forEverySend(({ at, state }) => {
      expect(isGoodMoment(at, state.hours), at.toISOString()).toBe(true);
    });
  });

  test("nobody is written to in a live talk, or before the later that they asked for", () => {
    forEverySend(({ at, state }, { settings }) => {
      const live = Math.min(15 * MINUTE_MS, settings.defaultDelayMs);
      expect(at.getTime() - (state.lastMessageAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(live);
      expect(at.getTime()).toBeGreaterThanOrEqual(state.snoozedUntil?.getTime() ?? 0);
    });
  });

  test("nobody gets more than the cap in any seven days, orders included", () => {
    forEveryone(({ year: { sends }, character: { settings } }) => {
      for (const { at } of sends) {
        const week = sends.filter((other) => other.at <= at && other.at > addMs(at, -WEEK_MS));
        expect(week.length).toBeLessThanOrEqual(settings.maxPerWeek);
      }
    });
  });

  test("two follow-ups are never closer than the gap, and it doubles with each that met with silence", () => {
    forEverySend((send, { frequencyMs }) => {
      const before = send.state.sends[0];
      if (send.orderDueAt === null && before !== undefined) {
        expect(send.at.getTime() - before.at.getTime()).toBeGreaterThanOrEqual(frequencyMs * 2 ** silentBefore(send));
      }
    });
  });

  test("nobody is written to sooner after their last message than the delay, or before the date that it is about", () => {
    forEverySend(({ at, state, reason, orderDueAt }, { settings }) => {
      if (reason.notBefore !== null) {
        expect(at >= reason.notBefore).toBe(true);
      } else if (orderDueAt === null && state.lastMessageAt !== null) {
        expect(at.getTime() - state.lastMessageAt.getTime()).toBeGreaterThanOrEqual(
          Math.floor(settings.defaultDelayMs),
        );
      }
    });
  });

  test("an order is not carried out before its time", () => {
    forEverySend(({ at, orderDueAt }) => {
      expect(orderDueAt === null || at >= orderDueAt).toBe(true);
    });
  });

  test("nothing is asked about twice", () => {
    forEveryone(({ year: { sends } }) => {
      const asked = sends.flatMap(({ reason: { memoryId } }) => (memoryId === null ? [] : [memoryId]));
      expect(new Set(asked).size).toBe(asked.length);
    });
  });

  test("after three without an answer comes one goodbye at most, to people who once answered, and then nothing", () => {
    forEverySend((send) => {
      const silent = silentBefore(send);
      if (send.orderDueAt === null && silent >= 3) {
        expect(send.reason.kind).toBe("goodbye");
        expect(send.state.everAnswered).toBe(true);
        expect(send.state.sends.slice(0, silent).map(({ kind }) => kind)).not.toContain("goodbye");
      } else {
        expect(send.reason.kind).not.toBe("goodbye");
      }
    });
  });

  test("it ends: who falls silent gets a few more messages, and nothing is planned any more", () => {
    forEveryone(({ year: { sends, end, planned }, character }) => {
      const unasked = sends.filter(({ at, orderDueAt }) => at > addMs(SILENCE, 10 * DAY_MS) && orderDueAt === null);
      expect(unasked.length).toBeLessThanOrEqual(4);
      expect(planned).toBe(false);
      expect(assess(end, character.settings).type).not.toBe("ready");
    });
  });
});

describe("a person who", () => {
  const HABITS: Character = {
    settings: { defaultDelayMs: 48 * HOUR_MS, maxPerWeek: 2 },
    frequencyMs: 48 * HOUR_MS,
    zone: { type: "zone", timeZone: "Europe/Berlin", quiet: { fromMinute: 1320, toMinute: 540 } },
    deeds: [deed(0.5, "write"), deed(0.51, "yes")],
    answers: 0,
    thumbs: 0,
    outages: [],
  };

  function deed(days: number, type: Deed["type"]): Deed {
    return { at: addMs(YEAR_START, days * DAY_MS), type };
  }

  /** In days and hours of the year, by the kind of each message. */
  function story(character: Character): readonly (readonly [kind: string, days: number])[] {
    return liveThrough(character, 1).sends.map(({ reason, at }) => [
      reason.kind,
      Math.floor((at.getTime() - YEAR_START.getTime()) / DAY_MS),
    ]);
  }

  test("never answers is written to three times, at growing distances, and not again", () => {
    expect(story(HABITS)).toEqual([
      ["check_in", 2],
      ["check_in", 6],
      ["check_in", 14],
    ]);
  });

  test("answered once gets a goodbye after another three, and then nothing", () => {
    expect(story({ ...HABITS, deeds: [...HABITS.deeds, deed(3, "write")] })).toEqual([
      ["check_in", 2],
      ["check_in", 5],
      ["check_in", 9],
      ["check_in", 17],
      ["goodbye", 33],
    ]);
  });

  test("always answers is written to again and again, as often as the week allows", () => {
    const { sends } = liveThrough({ ...HABITS, answers: 1 }, 1);
    const whileTheyAnswer = sends.filter(({ at }) => at < SILENCE).length;
    expect(whileTheyAnswer).toBeGreaterThan(30);
  });

  test("is known by nothing but the hours of their messages is written to near these hours", () => {
    const { sends } = liveThrough({ ...HABITS, zone: null }, 1);
    expect(sends.map(({ at }) => at.getUTCHours())).toEqual([12, 12, 12]);
  });

  test("said only yes to what they told is not written to, having told nothing", () => {
    expect(story({ ...HABITS, deeds: [deed(0.51, "only topics")] })).toEqual([]);
  });
});
