import { pick, type Random, seededRandom } from "../../src/kernel/index.ts";
import type { Program } from "../program.ts";
import { answerQuestion, clockOf, followUpsFor, present, setZone, type Someone, talk } from "./acts.ts";

/** A time to live through. */
export interface Span {
  /** As it stands in the suite's name. */
  readonly name: string;
  readonly days: number;
  /** When somebody comes back after a long silence, in the evening: later than one more follow-up would have come. */
  readonly returnDay: number;
  /** How long they had heard nothing then, at least. */
  readonly silentDays: number;
  /** When most of them switch it off: each day on which the program looks after somebody costs the test time. `null`: never. */
  readonly offDay: number | null;
  /** Between which days somebody with habits switches it off. */
  readonly offBetween: readonly [fromDay: number, untilDay: number];
}

/** One thing that somebody does, so many hours after the beginning. */
export interface Act {
  readonly atHours: number;
  readonly who: Someone;
  run(program: Program): Promise<void>;
}

/** When somebody did something: wrote, pressed, commanded. */
export interface Trace {
  readonly who: Someone;
  readonly at: Date;
}

export function says(who: Someone, atHours: number, ...texts: readonly string[]): Act {
  return {
    atHours,
    who,
    run: async (program) => {
      await talk(program, who, texts);
    },
  };
}

export function answers(who: Someone, atHours: number, buttonId: "consent:yes" | "consent:topics" | "consent:no"): Act {
  return { atHours, who, run: (program) => answerQuestion(program, who, buttonId) };
}

/** Presses a button under the newest follow-up, which must be there by then. */
export function pressesNewest(who: Someone, atHours: number, buttonId: string): Act {
  return {
    atHours,
    who,
    run: async (program) => {
      const newest = present((await followUpsFor(program, who)).at(-1), `a follow-up for ${who.name}`);
      await program.press(who.name, newest.id, buttonId);
    },
  };
}

export function knowsZone(who: Someone, atHours: number, timeZone: string): Act {
  return {
    atHours,
    who,
    run: async (program) => {
      await setZone(program, who.name, timeZone);
    },
  };
}

/** Lets the days go by: winds from act to act, and to the end. Says when it began and when who did something. */
export async function liveThrough(
  program: Program,
  acts: readonly Act[],
  days: number,
): Promise<{ readonly began: Date; readonly traces: readonly Trace[] }> {
  const traces: Trace[] = [];
  const began = await clockOf(program);
  for (const act of acts.toSorted((one, other) => one.atHours - other.atHours)) {
    const ahead = act.atHours - hoursSince(began, await clockOf(program));
    if (ahead > 0) {
      await program.wind(ahead);
    }
    traces.push({ who: act.who, at: await clockOf(program) });
    await act.run(program);
    traces.push({ who: act.who, at: await clockOf(program) });
  }
  await program.wind(Math.max(days * 24 - hoursSince(began, await clockOf(program)), 1));
  return { began, traces };
}

function hoursSince(began: Date, now: Date): number {
  return (now.getTime() - began.getTime()) / 3_600_000;
}

const REMARKS = [
  "I planted tomatoes on the balcony today",
  "ok that was fun",
  "My driving test is on Friday and I am nervous",
  "I love baking sourdough bread",
  "work was a lot, I feel really down today",
  "we won the game, I'm so happy!",
  "just saying hello",
  "I have a job interview next Tuesday",
  "I've been learning the cello since spring",
  "my flat move was yesterday, what a day",
  "not much going on here",
  "I'm training for a half marathon",
];

/** Somebody with habits of their own, the same in each run. */
export interface Person {
  readonly who: Someone;
  /** What they press when they are asked; `null`: nothing. */
  readonly consent: "consent:yes" | "consent:topics" | "consent:no" | null;
  readonly zone: string | null;
  /** When they switch follow-ups off; `null` where they never allowed them. */
  readonly offHours: number | null;
  readonly acts: readonly Act[];
}

const ZONES = ["Asia/Kathmandu", "America/New_York", "Australia/Sydney", "Europe/Berlin"];

export function personOfHabits(index: number, { days, offBetween: [fromDay, untilDay] }: Span): Person {
  const random = seededRandom(index);
  const who: Someone = { name: `habit ${String(index).padStart(2, "0")}`, channel: index % 4 === 3 ? "general" : "dm" };
  const zone = index % 3 === 0 ? oneOf(ZONES, random) : null;
  const consent = consentOf(index);
  const offHours =
    consent === null || consent === "consent:no" ? null : (fromDay + below(untilDay - fromDay, random)) * 24 + 12;
  const person = { who, consent, zone, offHours };
  return { ...person, acts: actsOf(person, random).filter(({ atHours }) => atHours < (days - 1) * 24) };
}

function consentOf(index: number): Person["consent"] {
  switch (index % 10) {
    case 9:
      return null;
    case 8:
      return "consent:no";
    case 4:
    case 7:
      return "consent:topics";
    default:
      return "consent:yes";
  }
}

/** They come at one or two times of day, again after pauses of a length that is theirs, and one day switch follow-ups off. */
function actsOf({ who, consent, zone, offHours }: Omit<Person, "acts">, random: Random): readonly Act[] {
  const timesOfDay = [below(24, random), below(24, random)];
  const pauseDays = oneOf([1, 3, 8, 20, 45], random);
  let day = below(20, random);
  const start = day * 24 + oneOf(timesOfDay, random);
  const acts = [says(who, start, oneOf(REMARKS, random), "how are you?", oneOf(REMARKS, random))];
  if (consent !== null) {
    acts.push(answers(who, start + 0.05, consent));
  }
  if (zone !== null) {
    acts.push(knowsZone(who, start + 0.06, zone));
  }
  for (let visit = 0; visit < 5; visit += 1) {
    day += 1 + below(2 * pauseDays, random);
    const atHours = day * 24 + oneOf(timesOfDay, random) + below(60, random) / 60;
    acts.push(says(who, atHours, oneOf(REMARKS, random)));
  }
  if (offHours !== null) {
    acts.push(says(who, offHours, "!followup_settings off"));
  }
  return acts;
}

/** A whole number from 0 to `end`, which is not reached. */
function below(end: number, random: Random): number {
  return Math.floor(random.next() * end);
}

function oneOf<T>(items: readonly T[], random: Random): T {
  return present(pick(items, random), "something to choose");
}
