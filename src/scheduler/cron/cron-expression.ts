import { Cron, CronPattern } from "croner";

import { SECOND_MS, toError } from "../../kernel/index.ts";
import { CronInvalidError } from "./cron-errors.ts";

/**
 * Which local times an expression names. A *wall time* is what a calendar and a clock on the wall show, written as the
 * milliseconds that it would be in UTC; no zone is involved.
 */
export interface CronExpression {
  /** Whether every hour of a day is named, however it is written: `*`, `0-23`, `*` with a step of 1. */
  readonly namesEveryHour: boolean;
  /** The first named wall time after this one; `null` where there is none before the year 3000. */
  after(wallMs: number): number | null;
  /** The last named wall time before this one. */
  before(wallMs: number): number | null;
}

const MAX_LENGTH = 1_000;
// Without a colon: with one, the library takes the text for a date.
const WRITTEN_WITH = /^[a-z0-9@#*,/?+ \t-]+$/i;
const NICKNAME = /^\s*@[a-z]+\s*$/i;
const LIBRARY_PREFIX = /^Cron\w*: /;

/**
 * Reads an expression of five fields (minute, hour, day of the month, month, weekday), of six with the seconds first,
 * or one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.
 *
 * @throws CronInvalidError
 */
export function readCronExpression(expression: string): CronExpression {
  checkForm(expression);
  try {
    const options = { mode: "5-or-6-parts", utcOffset: 0 } as const;
    const cron = new Cron(expression, options);
    const { hour } = new CronPattern(expression, undefined, options);
    return {
      namesEveryHour: hour.every((named) => named !== 0),
      after: (wallMs) => cron.nextRun(new Date(wallMs))?.getTime() ?? null,
      before: (wallMs) => cron.previousRuns(1, new Date(wallMs))[0]?.getTime() ?? null,
    };
  } catch (thrown) {
    const words = toError(thrown).message.replace(LIBRARY_PREFIX, "");
    throw new CronInvalidError("expression", `cannot be read: ${words}`, { cause: thrown });
  }
}

/** The first named wall time that is not before this one, a whole second. */
export function atOrAfter(expression: CronExpression, wallMs: number): number | null {
  return expression.after(wallMs - SECOND_MS);
}

/** The last named wall time that is not after this one. */
export function atOrBefore(expression: CronExpression, wallMs: number): number | null {
  return expression.before(Math.floor(wallMs / SECOND_MS) * SECOND_MS + SECOND_MS);
}

function checkForm(expression: string): void {
  if (expression.length > MAX_LENGTH) {
    throw new CronInvalidError("expression", `must have at most ${MAX_LENGTH} characters`);
  }
  if (!WRITTEN_WITH.test(expression)) {
    throw new CronInvalidError("expression", "must be written with letters, digits, spaces and * , - / # ? + @");
  }
  const fields = expression.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6 && !NICKNAME.test(expression)) {
    const rule = `must have 5 fields (minute, hour, day, month, weekday), or 6 with the seconds first; it has ${fields}`;
    throw new CronInvalidError("expression", rule);
  }
}
