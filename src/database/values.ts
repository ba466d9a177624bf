import type { Parameter } from "./database-types.ts";
import { SessionStyleError } from "./errors.ts";

/** A parameter as PostgreSQL reads it: text, or null. Types are left to the server to infer, on both databases alike. */
export type TextValue = string | null;

/** All parameters as text, dates as ISO 8601 in UTC with milliseconds. */
export function encodeParameters(parameters: readonly Parameter[]): readonly TextValue[] {
  return parameters.map(encode);
}

function encode(parameter: Parameter): TextValue {
  if (parameter === null || typeof parameter === "string") {
    return parameter;
  }
  if (parameter instanceof Date) {
    return parameter.toISOString();
  }
  if (typeof parameter === "object") {
    return `{${parameter.map(encodeElement).join(",")}}`;
  }
  return String(parameter);
}

const SPECIAL = /["\\]/;

function encodeElement(element: string | number | null): string {
  if (element === null) {
    return "NULL";
  }
  if (typeof element === "number") {
    return String(element);
  }
  const escaped = SPECIAL.test(element) ? element.replace(/["\\]/g, String.raw`\$&`) : element;
  return `"${escaped}"`;
}

type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;
const asBoolean: Parse = (text) => text === "t";
const asJson: Parse = (text) => JSON.parse(text) as unknown;

/** By type id: how the text form of a value becomes a value of ours. What is not listed stays text: intervals, uuids. */
export const PARSERS: Readonly<Record<number, Parse>> = {
  16: asBoolean,
  17: asText, // bytea; listed, as the three "text" ones are, because PGlite has ideas of its own about them
  20: Number, // int8
  21: Number, // int2
  23: Number, // int4
  26: Number, // oid
  114: asJson,
  700: Number, // float4
  701: Number, // float8
  1000: arrayOf(asBoolean),
  1005: arrayOf(Number), // int2[]
  1007: arrayOf(Number), // int4[]
  1009: arrayOf(asText), // text[]
  1015: arrayOf(asText), // varchar[]
  1016: arrayOf(Number), // int8[]
  1021: arrayOf(Number), // float4[]
  1022: arrayOf(Number), // float8[]
  1082: asText, // date
  1114: asText, // timestamp without time zone
  1184: parseTimestamp, // timestamptz
  1185: arrayOf(parseTimestamp), // timestamptz[]
  1231: arrayOf(Number), // numeric[]
  1700: Number, // numeric
  3802: asJson, // jsonb
};

/** The entry of {@link PARSERS} for a type, or one that keeps the text. */
export function parserFor(typeId: number): Parse {
  return PARSERS[typeId] ?? asText;
}

const TIMESTAMP =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-]\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;
const LAST_MOMENT_MS = 8.64e15;

/**
 * `timestamptz` in the ISO style, whatever the session's time zone. Microseconds are cut off, not rounded: a moment never
 * moves into the future. `infinity` becomes the last moment that a `Date` can hold.
 *
 * @throws SessionStyleError for any other style.
 */
export function parseTimestamp(text: string): Date {
  return parseUsualTimestamp(text) ?? parseAnyTimestamp(text);
}

const USUAL = "0000-00-00 00:00:00";

/** Four digits of a year, UTC: what nearly every moment looks like. Ten times as fast as the pattern for all of them. */
function parseUsualTimestamp(text: string): Date | null {
  if (!text.endsWith("+00") || text.charAt(10) !== " " || text.charAt(4) !== "-") {
    return null;
  }
  const milliseconds = text.charAt(USUAL.length) === "." ? text.slice(USUAL.length + 1, -3).slice(0, 3) : "";
  return new Date(`${text.slice(0, 10)}T${text.slice(11, USUAL.length)}.${milliseconds.padEnd(3, "0")}Z`);
}

function parseAnyTimestamp(text: string): Date {
  const match = TIMESTAMP.exec(text);
  if (match === null) {
    if (text === "infinity" || text === "-infinity") {
      return new Date(text === "infinity" ? LAST_MOMENT_MS : -LAST_MOMENT_MS);
    }
    throw new SessionStyleError("a moment that is not in the ISO style"); // no other style can be mistaken for it
  }
  const field = (index: number): number => Number(match[index] ?? 0);
  const milliseconds = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  const local = new Date(0);
  const year = match[11] === undefined ? field(1) : 1 - field(1); // there is no year 0: 1 BC comes before 1 AD
  local.setUTCFullYear(year, field(2) - 1, field(3)); // Date.UTC takes the years 0 to 99 for 1900 to 1999
  local.setUTCHours(field(4), field(5), field(6), milliseconds);
  const sign = (match[8] ?? "+").startsWith("-") ? -1 : 1;
  const offsetSeconds = Math.abs(field(8)) * 3600 + field(9) * 60 + field(10);
  return new Date(local.getTime() - sign * offsetSeconds * 1000);
}

const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs;

function arrayOf(parse: Parse): Parse {
  return (text) =>
    Array.from(text.matchAll(ELEMENT), ([, quoted, bare]) => {
      if (quoted !== undefined) {
        return parse(quoted.replace(/\\(.)/gs, "$1"));
      }
      return bare === "NULL" ? null : parse(bare ?? "");
    });
}
