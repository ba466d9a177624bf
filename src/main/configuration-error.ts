import { RekindleError } from "../kernel/index.ts";

/** One or more variables have a value that is not allowed. All of them are named at once. */
export class ConfigurationError extends RekindleError {
  readonly code = "CONFIGURATION_INVALID";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
