import { invariant } from "../kernel/index.ts";
import type { JobType, RetryPolicy } from "./job-types.ts";
import { parsePayload } from "./payload-schema.ts";
import { LONGEST_RETRY_MS } from "./retry-delay.ts";
import { InvalidJobError, type JobField } from "./scheduler-errors.ts";

const MAX_TYPE_LENGTH = 100;
const MAX_KEY_LENGTH = 255;
const MAX_PAYLOAD_BYTES = 1_000_000;
const MAX_RETRIES = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const MOST_CONCURRENCY = 10_000;
const FIRST_MOMENT_MS = new Date("0001-01-01T00:00:00Z").getTime();
const LAST_MOMENT_MS = new Date("9999-12-31T23:59:59.999Z").getTime();

// What JSON can say and `jsonb` cannot hold: a NUL, and half of a surrogate pair (which JSON.stringify writes as an
// escape).
const NOT_STORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** @throws InvalidJobError when a job type cannot be stored or cannot work. */
export function checkJobType(type: Omit<JobType<unknown>, "payload">): void {
  if (type.name.length === 0 || type.name.length > MAX_TYPE_LENGTH || !isStorableText(type.name)) {
    refuse(type.name, "type", `must have a name of 1 to ${MAX_TYPE_LENGTH} characters`);
  }
  const { maxRetries, timeoutMs, retry, concurrency } = type;
  if (maxRetries !== undefined && !isWholeNumber(maxRetries, { least: 0, most: MAX_RETRIES })) {
    refuse(type.name, "maxRetries", `must be a whole number from 0 to ${MAX_RETRIES}`);
  }
  if (timeoutMs !== undefined && !isWholeNumber(timeoutMs, { least: 1, most: LONGEST_TIMER_MS })) {
    refuse(type.name, "timeoutMs", `must be a whole number from 1 to ${LONGEST_TIMER_MS}`);
  }
  if (concurrency !== undefined && !isWholeNumber(concurrency, { least: 1, most: MOST_CONCURRENCY })) {
    refuse(type.name, "concurrency", `must be a whole number from 1 to ${MOST_CONCURRENCY}`);
  }
  if (retry !== undefined && !isRetryPolicy(retry)) {
    refuse(type.name, "retry", "must be a function, or wait for a positive time, at first not longer than at most");
  }
}

/** @throws InvalidJobError when the key cannot be stored. */
export function checkKey(jobType: string, key: string): void {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || !isStorableText(key)) {
    refuse(jobType, "key", `must have 1 to ${MAX_KEY_LENGTH} characters`);
  }
}

/** @throws InvalidJobError when the moment is none, or outside of the years 1 to 9999. */
export function checkMoment(jobType: string, at: Date): void {
  if (!isStorableMoment(at)) {
    refuse(jobType, "at", "must be a moment in the years 1 to 9999");
  }
}

/** Whether it is a valid date that is written alike everywhere. */
export function isStorableMoment(value: unknown): value is Date {
  return value instanceof Date && value.getTime() >= FIRST_MOMENT_MS && value.getTime() <= LAST_MOMENT_MS;
}

/**
 * The payload as it is stored. What is held against the schema is what a run will read back: after the way through
 * JSON.
 *
 * @throws InvalidJobError
 */
export function encodePayload(
  type: Pick<JobType<unknown>, "name" | "payload">,
  payload: unknown,
): string | Promise<string> {
  const parsed = parsePayload(type.payload, throughJson(type.name, payload));
  return parsed instanceof Promise ? parsed.then(encode) : encode(parsed);

  function encode(result: Awaited<typeof parsed>): string {
    if (!result.fits) {
      const rule = `does not fit its schema: ${result.issues.join("; ")}`;
      throw new InvalidJobError({ jobType: type.name, field: "payload", rule, issues: result.issues });
    }
    return toText(type.name, result.payload);
  }
}

function throughJson(jobType: string, payload: unknown): unknown {
  return JSON.parse(toText(jobType, payload)) as unknown;
}

function toText(jobType: string, payload: unknown): string {
  const text = stringify(jobType, payload);
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    refuse(jobType, "payload", `is larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
  if (NOT_STORABLE.test(text)) {
    refuse(jobType, "payload", "holds a character that PostgreSQL cannot store");
  }
  return text;
}

function stringify(jobType: string, payload: unknown): string {
  try {
    const text: unknown = JSON.stringify(payload); // typed as a string, but undefined and functions have no JSON
    invariant(typeof text === "string", "has no JSON");
    return text;
  } catch (cause) {
    throw new InvalidJobError({ jobType, field: "payload", rule: "cannot be written as JSON" }, { cause });
  }
}

/** Whether PostgreSQL can hold this text. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function isWholeNumber(value: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isRetryPolicy(policy: RetryPolicy): boolean {
  if (typeof policy === "function") {
    return true;
  }
  return policy.type === "fixed"
    ? isDuration(policy.delayMs)
    : isDuration(policy.firstMs) && isDuration(policy.maxMs) && policy.firstMs <= policy.maxMs;
}

function isDuration(value: number): boolean {
  return Number.isFinite(value) && value > 0 && value <= LONGEST_RETRY_MS;
}

function refuse(jobType: string, field: JobField, rule: string): never {
  throw new InvalidJobError({ jobType, field, rule });
}
