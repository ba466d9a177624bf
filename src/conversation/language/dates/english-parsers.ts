import { en, type Component, type Parser, type ParsingContext } from "chrono-node";

/** What chrono's own English does not know, or reads otherwise than friends mean it. */

type Fields = Readonly<Partial<Record<Component, number>>>;

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const WEEKDAY = "(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?";
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const NAMED_MONTH = new RegExp(String.raw`\b(?:in|of) ${MONTH}\b`, "i");
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)`;
const DAY_MS = 86_400_000;

/** Chrono's casual English with our own parsers. */
export const english = en.casual.clone();

english.parsers.unshift(
  // "29th to the 31st jan", "from the 1st to the 5th"
  parser(
    String.raw`\b(?:the )?${DAY}\s*(?:to|till|until|-|–)\s*(?:the )?${DAY}(?: (?:of )?${MONTH})?\b`,
    (context, match) => {
      const month = match[3] === undefined ? null : monthOf(match[3]);
      const until = dayFields(context, Number(match[2]), month);
      const from = until === null ? null : { ...until, day: Number(match[1]) };
      return from === null || until === null || (until.day ?? 0) < from.day ? null : [from, until];
    },
  ),
  // "the 19th" with no month beside it
  parser(
    String.raw`(?:\b(?:the|til|till|until|by|on) |\()${DAY}\b(?!\s+(?:of\s+)?(?:${MONTH}|time|birthday|floor|century|round|place|year|grade|day)\b)`,
    (context, match) => {
      const fields = dayFields(context, Number(match[1]), null);
      return fields === null ? null : [fields];
    },
  ),
  parser(
    String.raw`\b(early|beginning of|start of|mid|middle of|late|end of)[ -](?:the )?(month|${MONTH})\b`,
    (context, match) => partOfMonth(context, (match[1] ?? "").toLowerCase(), match[3] ?? null),
  ),
  parser(String.raw`\b(?:first|1st) of (?:the|this|next) month\b`, (context) => {
    const fields = dayFields(context, 1, null);
    return fields === null ? null : [fields];
  }),
  // "wednesday week": the one after the next
  parser(String.raw`\b${WEEKDAY} week\b`, (context, match) => {
    const fields = nextWeekday(context, match[1] ?? "", 7);
    return fields === null ? null : [fields];
  }),
  parser(
    String.raw`\b(first|second|third|fourth|last) ${WEEKDAY} (?:of|in) (?:the|every|each) month\b`,
    (context, match) => weekdayOfMonth(context, (match[1] ?? "").toLowerCase(), match[2] ?? ""),
  ),
  // "every other tuesday", "on thursdays"
  parser(
    String.raw`\b(?:every|each)(?: other| single| last)? ${WEEKDAY}\b|\b${WEEKDAY.replace("(?:day)?", "(?:days)")}`,
    (context, match) => {
      const fields = nextWeekday(context, match[1] ?? match[2] ?? "", 0);
      return fields === null ? null : [fields];
    },
  ),
  parser(
    String.raw`\b(halloween|thanksgiving|christmas eve|xmas eve|christmas|xmas|boxing day|new year'?s eve|nye|new year'?s day|new year(?:'?s)?|valentine'?s(?: day)?)\b(?! (?:party|dinner|lunch|market|concert|play|do|shopping|presents?|gifts?|cards?|cake|tree|jumper|show|fair|lights|songs?|movies?|films?|holidays?|break|show))`,
    (context, match) => holiday(context, (match[1] ?? "").toLowerCase().replace("'", "")),
  ),
  parser(String.raw`\b(this|next|the|over the) (weekend|week)\b(?! of)`, weekFields),
);

function parser(
  pattern: string,
  fields: (context: ParsingContext, match: RegExpMatchArray) => readonly Fields[] | null,
): Parser {
  return {
    pattern: () => new RegExp(pattern, "i"),
    extract: (context, match) => {
      const [from, until] = fields(context, match) ?? [];
      return from === undefined
        ? null
        : context.createParsingResult(
            match.index ?? 0,
            match[0],
            { ...from },
            until === undefined ? undefined : { ...until },
          );
    },
  };
}

// Wall-clock time is read as if it were UTC all through: the zone comes in afterwards.
function today({ reference }: ParsingContext): Date {
  return new Date(Math.floor(reference.instant.getTime() / DAY_MS) * DAY_MS);
}

function fieldsOf(date: Date): Fields {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

// The next such day; where the text speaks of what has been, the last one.
function dayFields(context: ParsingContext, day: number, named: number | null): Fields | null {
  const now = today(context);
  if (day < 1 || day > 31 || Number.isNaN(now.getTime())) {
    return null;
  }
  const beside = NAMED_MONTH.exec(context.text)?.[1];
  const month = named ?? (beside === undefined ? null : monthOf(beside));
  const step = context.option.forwardDate === true ? 1 : -1;
  for (let months = 0; months <= 12; months += 1) {
    const date = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months * step, day));
    const fits = date.getUTCDate() === day && (month === null || date.getUTCMonth() + 1 === month);
    if (fits && (step === 1 ? date >= now : date <= now)) {
      return fieldsOf(date);
    }
  }
  return null;
}

function partOfMonth(context: ParsingContext, part: string, name: string | null): readonly Fields[] | null {
  const now = today(context);
  const month = name === null ? now.getUTCMonth() : monthOf(name) - 1;
  const year = now.getUTCFullYear() + (month < now.getUTCMonth() ? 1 : 0);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const [from, until] = /^(?:early|beg|start)/.test(part)
    ? [1, 10]
    : part.startsWith("mid")
      ? [10, 16]
      : [last - 7, last];
  return Number.isNaN(now.getTime()) ? null : [from, until].map((day) => ({ year, month: month + 1, day }));
}

function nextWeekday(context: ParsingContext, name: string, extraDays: number): Fields | null {
  const now = today(context);
  const wanted = WEEKDAYS.findIndex((weekday) => weekday.startsWith(name.toLowerCase().slice(0, 3)));
  const ahead = ((wanted - now.getUTCDay() + 6) % 7) + 1;
  return Number.isNaN(now.getTime()) ? null : fieldsOf(new Date(now.getTime() + (ahead + extraDays) * DAY_MS));
}

function weekdayOfMonth(context: ParsingContext, which: string, name: string): readonly Fields[] | null {
  const now = today(context);
  const wanted = WEEKDAYS.findIndex((weekday) => weekday.startsWith(name.toLowerCase().slice(0, 3)));
  for (const ahead of [0, 1]) {
    const days = Array.from(
      { length: 31 },
      (_, index) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, index + 1)),
    ).filter((date) => date.getUTCMonth() === (now.getUTCMonth() + ahead) % 12 && date.getUTCDay() === wanted);
    const day = which === "last" ? days.at(-1) : days[["first", "second", "third", "fourth"].indexOf(which)];
    if (day !== undefined && day > now) {
      return [fieldsOf(day)];
    }
  }
  return null;
}

const HOLIDAYS: Readonly<Record<string, readonly [number, number]>> = {
  halloween: [10, 31],
  "christmas eve": [12, 24],
  "xmas eve": [12, 24],
  christmas: [12, 25],
  xmas: [12, 25],
  "boxing day": [12, 26],
  nye: [12, 31],
  "new years eve": [12, 31],
  "new years day": [1, 1],
  "new years": [1, 1],
  "new year": [1, 1],
  valentines: [2, 14],
  "valentines day": [2, 14],
};

function holiday(context: ParsingContext, name: string): readonly Fields[] | null {
  const now = today(context);
  for (const year of [now.getUTCFullYear(), now.getUTCFullYear() + 1]) {
    const [month = 11, day = 0] = HOLIDAYS[name] ?? [];
    const thanksgiving = 22 + ((11 - new Date(Date.UTC(year, 10, 1)).getUTCDay()) % 7);
    const date = new Date(Date.UTC(year, month - 1, day === 0 ? thanksgiving : day));
    if (date >= now) {
      return [fieldsOf(date)];
    }
  }
  return null;
}

function weekFields(context: ParsingContext, match: RegExpMatchArray): readonly Fields[] | null {
  const now = today(context);
  const next = match[1]?.toLowerCase() === "next";
  const weekend = match[2]?.toLowerCase() === "weekend";
  if (
    Number.isNaN(now.getTime()) ||
    (!weekend && match[1]?.toLowerCase() !== "next" && match[1]?.toLowerCase() !== "this")
  ) {
    return null;
  }
  const monday = now.getTime() - ((now.getUTCDay() + 6) % 7) * DAY_MS + (next ? 7 : 0) * DAY_MS;
  const from = Math.max(now.getTime(), monday + (weekend ? 5 : 0) * DAY_MS);
  return [fieldsOf(new Date(from)), fieldsOf(new Date(monday + 6 * DAY_MS))];
}
