/** What a log line may carry beside its text. Never a message's words, a token, or a name. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A log. The shape is pino's, fields first, so that a host's pino (or a console) fits without an adapter. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

function discard(): void {
  // on purpose
}

/** Says nothing. */
export const silentLogger: Logger = { debug: discard, info: discard, warn: discard, error: discard };
