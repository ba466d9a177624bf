import { RekindleError } from "../../kernel/index.ts";

/** The command line is wrong: what was typed, and what could be meant. Printed with the usage. */
export class UsageError extends RekindleError {
  readonly code = "USAGE";
}
