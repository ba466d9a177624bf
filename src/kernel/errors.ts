/**
 * The base of every error that Rekindle throws on purpose. Callers read `code`, never `message`: codes are listed in
 * `docs/errors.md`, are never renamed and never used again for something else.
 */
export abstract class RekindleError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A state that the code itself rules out. Always a bug of ours. */
export class InvariantError extends RekindleError {
  readonly code = "INVARIANT_BROKEN";
}

/** Throws {@link InvariantError} unless the condition holds. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) {
    throw new InvariantError(what);
  }
}

/** For the end of an exhaustive switch: a compile error where a case is missing, an {@link InvariantError} at run time. */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected value: ${JSON.stringify(value)}`);
}

/** Whatever was thrown, as an `Error`. Used once, at a border where unknown code may have thrown. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}
