import { RekindleError, toError } from "../kernel/index.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** What went wrong, for standard error: in plain words where it is ours, in full where it is not. */
export function describeFailure(thrown: unknown, what: string): string {
  const error = toError(thrown);
  if (error instanceof ConfigurationError) {
    return `The configuration is not valid [${error.code}]:\n${error.problems.map((problem) => `  ${problem}\n`).join("")}`;
  }
  return error instanceof RekindleError
    ? `${what}: ${error.message} [${error.code}]\n`
    : `${what}: ${error.stack ?? error.message}\n`;
}

/** Says what went wrong, and ends with a code that is not 0. */
export function fail(thrown: unknown, what = "Rekindle cannot start"): never {
  process.stderr.write(describeFailure(thrown, what));
  process.exit(1);
}
