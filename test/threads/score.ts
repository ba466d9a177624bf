import { Temporal } from "temporal-polyfill";

import { readSet } from "../sets/sets.ts";
import { type FoundThread, readTalk } from "./read-talk.ts";

type Talk = ReturnType<typeof readSet<"open-threads-a">>[number];
type Expected = Talk["expected"][number];

/** What came of reading a whole set. Shares are between 0 and 1. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  /** Of the threads that were found. */
  readonly datesRight: number;
  /** Of the threads that were found: asked about neither before the matter is over nor after it is stale. */
  readonly asksRight: number;
  readonly staleRight: number;
  /** Threads made from a tender subject: there must be none. */
  readonly tenderThreads: number;
  /** Threads found, by the kind that was expected and the kind that came out. */
  readonly kinds: ReadonlyMap<string, number>;
  /** One line for each thing that is not as expected. */
  readonly misses: readonly string[];
}

const LOOSE_DAYS = 4;
/** "handing in the poster", "dealing with the fridge": what is done is named behind it. */
const PARTICLE = /^(\w+ing) (?:up|in|out|back|off|over|on|with|for|at|from) /;
const LINKS = /\s(?:about|at|by|for|from|in|into|of|on|over|with)\s.*$/;

/** Reads every talk of a set and compares what comes out with what is expected. */
export function scoreThreads(set: "open-threads-a" | "open-threads-b"): Score {
  const count = { found: 0, right: 0, wanted: 0, dates: 0, asks: 0, stale: 0, tender: 0 };
  const kinds = new Map<string, number>();
  const misses: string[] = [];
  for (const talk of readSet(set).filter(({ either }) => either !== true)) {
    const left = [...readTalk(talk.messages, { sentAt: new Date(talk.now), timeZone: talk.zone })];
    const miss = (what: string): void => void misses.push(`${talk.id} ${what} · ${talk.messages.join(" / ")}`);
    for (const expected of talk.expected) {
      count.wanted += 1;
      const at = left.findIndex(({ phrase }) => isNamed(phrase, [expected.subject, ...(expected.alternatives ?? [])]));
      const [found] = at === -1 ? [] : left.splice(at, 1);
      if (found === undefined) {
        miss(`missed "${expected.subject}"`);
        continue;
      }
      count.found += 1;
      count.right += 1;
      const pair = `${expected.kind} → ${found.kind}`;
      kinds.set(pair, (kinds.get(pair) ?? 0) + 1);
      const wrong = faults(found, expected, talk.zone);
      count.dates += wrong.date === null ? 1 : 0;
      count.asks += wrong.ask === null ? 1 : 0;
      count.stale += wrong.stale === null ? 1 : 0;
      for (const fault of Object.values(wrong).filter((one) => one !== null)) {
        miss(`"${found.phrase}": ${fault}`);
      }
    }
    for (const { phrase } of left.filter((found) => !isNamed(found.phrase, talk.unscored ?? []))) {
      count.found += 1;
      count.tender += talk.tender === true ? 1 : 0;
      miss(`wrongly "${phrase}"`);
    }
  }
  return {
    precision: count.right / count.found,
    recall: count.right / count.wanted,
    datesRight: count.dates / count.right,
    asksRight: count.asks / count.right,
    staleRight: count.stale / count.right,
    tenderThreads: count.tender,
    kinds,
    misses,
  };
}

function faults(
  found: FoundThread,
  expected: Expected,
  zone: string,
): Readonly<Record<"date" | "ask" | "stale", string | null>> {
  const until = found.mattersAt === null ? null : civil(found.mattersAt, zone);
  const slack = expected.dateIsLoose === true ? LOOSE_DAYS : 0;
  const ranges = [expected.date, ...(expected.alternativeDates ?? [])];
  const dateRight = ranges.some((range) =>
    range === null || until === null
      ? range === null && until === null
      : !isBefore(until.toPlainDate(), day(range.from).subtract({ days: slack })) &&
        !isBefore(day(range.until).add({ days: slack }), until.toPlainDate()),
  );
  const ask = civil(found.askAt, zone);
  const stale = civil(found.staleAt, zone).toPlainDate();
  const { from, until: last } = expected.staleAfter;
  const askRight =
    Temporal.PlainDateTime.compare(ask, Temporal.PlainDateTime.from(expected.askAfter)) >= 0 &&
    isBefore(ask.toPlainDate(), day(last));
  return {
    date: dateRight ? null : `date ${until?.toString() ?? "none"}, not ${expected.date?.until ?? "none"}`,
    ask: askRight ? null : `asked at ${ask.toString()}, not after ${expected.askAfter}`,
    stale:
      !isBefore(stale, day(from)) && !isBefore(day(last), stale)
        ? null
        : `stale at ${stale.toString()}, not between ${from} and ${last}`,
  };
}

const civil = (moment: Date, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text.slice(0, 10));
const isBefore = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(one, other) < 0;

/** Whether a phrase names one of the subjects: they share a head noun. */
export function isNamed(phrase: string, subjects: readonly string[]): boolean {
  const heads = headsOf(phrase);
  return subjects.some((subject) => headsOf(subject).some((head) => heads.includes(head)));
}

// "your trip to Osaka" → trip, osaka; "picking up the kitten" → picking, kitten
function headsOf(phrase: string): readonly string[] {
  const plain = phrase.toLowerCase().replace(/['’]s\b/g, "");
  const [name = "", goal] = plain.split(/\sto\s/);
  const own = name.replace(PARTICLE, "$1").replace(LINKS, "").split(/\s+/);
  const words = [
    own.at(-1),
    own[0]?.endsWith("ing") === true ? own[0] : undefined,
    goal?.replace(LINKS, "").split(/\s+/).at(-1),
  ];
  return words.filter((word) => word !== undefined).map((word) => word.replace(/(?<=[^s])s$/, ""));
}
