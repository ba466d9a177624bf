import { MINUTE_MS, RekindleError } from "../kernel/index.ts";

/** An answer came too late: after a while it would be a message of our own accord, and those need a permit. */
export class ReplyTooLateError extends RekindleError {
  readonly code = "REPLY_TOO_LATE";

  constructor() {
    super("an answer needs an event younger than 15 minutes");
  }
}

/** The platform takes no answer there, now or later: we may not write in that place, or it is gone. */
export class ReplyRefusedError extends RekindleError {
  readonly code = "REPLY_REFUSED";

  constructor(options: ErrorOptions) {
    super("the chat platform takes no answer to this event", options);
  }
}

/** How old an event may be that is answered. */
export const LONGEST_REPLY_DELAY_MS = 15 * MINUTE_MS;
