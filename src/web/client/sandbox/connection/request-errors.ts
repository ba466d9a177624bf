import { sentence } from "../words/sentences.ts";

/** The server did not answer at all, or something in between answered in its place. */
export class ServerAwayError extends Error {
  readonly code = "SERVER_AWAY";

  constructor(cause: unknown) {
    super("Rekindle is not answering.", { cause });
    this.name = "ServerAwayError";
  }
}

/** The server answered with a no, in its own words. */
export class RequestRefusedError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "RequestRefusedError";
    this.status = status;
    this.code = code;
  }
}

/** What to show a person about something that was thrown. */
export function errorWords(thrown: unknown): string {
  if (thrown instanceof ServerAwayError) {
    return "Rekindle is not answering. Is it still running?";
  }
  return thrown instanceof Error ? sentence(thrown.message) : "Something went wrong.";
}
