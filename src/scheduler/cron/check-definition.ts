import { isStorableText } from "../check-request.ts";
import { CronInvalidError } from "./cron-errors.ts";
import type { CronCatchUp, CronDefinition, CronOverlap } from "./cron-types.ts";

// A job's key has 255, and holds the name and the slot.
const MAX_NAME_LENGTH = 200;

/** What a definition says of its schedule, the defaults filled in. */
export interface CheckedDefinition {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly catchUp: CronCatchUp;
  readonly overlap: CronOverlap;
}

/**
 * Checks everything but what the expression and the zone mean, and the type and the payload of the jobs.
 *
 * @throws CronInvalidError
 */
export function checkDefinition(definition: CronDefinition<unknown>): CheckedDefinition {
  const { name, expression, timeZone = "UTC", catchUp = "latest", overlap = "skip" } = definition;
  if (!isName(name)) {
    throw new CronInvalidError("name", `must have 1 to ${MAX_NAME_LENGTH} characters`);
  }
  if (!isOneOf(catchUp, ["latest", "skip"])) {
    throw new CronInvalidError("catchUp", "must be latest or skip");
  }
  if (!isOneOf(overlap, ["skip", "allow"])) {
    throw new CronInvalidError("overlap", "must be skip or allow");
  }
  return { name, expression, timeZone, catchUp, overlap };
}

/** Whether a schedule can have this name. */
export function isName(name: string): boolean {
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && isStorableText(name);
}

// Callers in JavaScript have no compiler.
function isOneOf(value: string, allowed: readonly string[]): boolean {
  return allowed.includes(value);
}
