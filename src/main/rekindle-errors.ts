import { RekindleError } from "../kernel/index.ts";

/** Something of Rekindle was used that needs it to be started. */
export class RekindleNotStartedError extends RekindleError {
  readonly code = "REKINDLE_NOT_STARTED";

  constructor(what: string) {
    super(`${what} works while Rekindle is started: call start() before, and wait for it`);
  }
}
