import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from "../../kernel/index.ts";
import { JOB_STATUSES, type JobStatus } from "../../scheduler/index.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day (which begins in UTC), or a moment with its zone. @throws UsageError */
export function readMoment(name: string, text: string): Date {
  const day = MOMENT.exec(text)?.[1];
  const moment = new Date(day === undefined ? Number.NaN : text);
  if (day === undefined || Number.isNaN(moment.getTime()) || !isDay(day)) {
    throw new UsageError(`${name} must be a moment such as 2026-03-01T12:00:00Z or 2026-03-01, got "${text}"`);
  }
  return moment;
}

/** The engine takes 30 February for 2 March. */
function isDay(day: string): boolean {
  return new Date(day).toISOString().startsWith(day);
}

const UNITS_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: WEEK_MS };

/** `7d`, `12h`, `30m`, `2w`. @throws UsageError */
export function readDurationMs(name: string, text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs === undefined) {
    throw new UsageError(`${name} must be a duration such as 7d, 12h, 30m or 2w, got "${text}"`);
  }
  return Number(digits) * unitMs;
}

/** @throws UsageError */
export function readStatus(text: string): JobStatus {
  const status = JOB_STATUSES.find((known) => known === text);
  if (status === undefined) {
    const hint = nearest(text, JOB_STATUSES);
    throw new UsageError(`--status must be one of ${JOB_STATUSES.join(", ")}, got "${text}"${hint}`);
  }
  return status;
}

/** @throws UsageError */
export function readLimit(text: string, most: number): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most) {
    throw new UsageError(`--limit must be a whole number from 1 to ${most}, got "${text}"`);
  }
  return limit;
}
