import type { StandardSchemaV1 } from "@standard-schema/spec";

import { toError } from "../kernel/index.ts";

/** A value that fits, as its schema returns it, or what is wrong with it. */
export type Parsed<Payload> =
  { readonly fits: true; readonly payload: Payload } | { readonly fits: false; readonly issues: readonly string[] };

/**
 * Holds a value against a schema; a schema that throws is an issue as well. Answers at once where the schema does, so
 * that a synchronous schema never lets go of a caller's transaction.
 */
export function parsePayload<Payload>(
  schema: StandardSchemaV1<unknown, Payload>,
  value: unknown,
): Parsed<Payload> | Promise<Parsed<Payload>> {
  try {
    const result = schema["~standard"].validate(value);
    return result instanceof Promise ? result.then(read, misfit) : read(result);
  } catch (thrown) {
    return misfit(thrown);
  }
}

function read<Payload>(result: StandardSchemaV1.Result<Payload>): Parsed<Payload> {
  return result.issues === undefined
    ? { fits: true, payload: result.value }
    : { fits: false, issues: result.issues.map(describe) };
}

function misfit(thrown: unknown): Parsed<never> {
  return { fits: false, issues: [toError(thrown).message] };
}

function describe(issue: StandardSchemaV1.Issue): string {
  const path = (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
