import { RekindleError } from "../kernel/index.ts";

/**
 * A model gave no text that can be used. What every caller must be able to do without; none of them carries a word of the
 * prompt, of the answer, or of the key.
 */
export abstract class ModelError extends RekindleError {}

/** What is known of an answer that was an error. */
export interface ServiceFailure {
  /** The HTTP status; `null` where no answer came. */
  readonly status: number | null;
  /** The service's own short code for it ("model_not_found"), where it has one. */
  readonly serviceCode: string | null;
}

/** Not now: no connection, a broken answer, an error of the service, or too many requests. Another time may be better. */
export class ModelUnavailableError extends ModelError {
  readonly code = "MODEL_UNAVAILABLE";
  readonly reason: "network" | "server-error" | "rate-limited" | "malformed-answer";
  readonly status: number | null;
  readonly serviceCode: string | null;
  /** How long the service asks us to wait; `null` where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, facts: UnavailableFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.reason = facts.reason;
    this.status = facts.status;
    this.serviceCode = facts.serviceCode;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** The facts of a {@link ModelUnavailableError}. */
export interface UnavailableFacts extends ServiceFailure {
  readonly reason: ModelUnavailableError["reason"];
  readonly retryAfterMs: number | null;
  readonly cause?: Error;
}

/** No answer within the time that the request allowed. */
export class ModelTimeoutError extends ModelError {
  readonly code = "MODEL_TIMED_OUT";
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`the language model did not answer within ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

const REFUSALS = {
  empty: "the language model answered without a visible word",
  filtered: "the language model, or a filter before it, declined to answer",
  "too-long": "the language model's answer is longer than a text may be",
  unfinished: "the language model's answer was cut off at the limit of tokens",
  "request-not-accepted": "the service of the language model did not accept this request",
} as const;

/** The model works, but this request has no usable answer. The same request again is likely to end the same way. */
export class ModelRefusedError extends ModelError {
  readonly code = "MODEL_REFUSED";
  readonly reason: keyof typeof REFUSALS;
  readonly status: number | null;
  readonly serviceCode: string | null;

  constructor(reason: keyof typeof REFUSALS, failure: ServiceFailure = { status: null, serviceCode: null }) {
    super(`${REFUSALS[reason]}${describeFailure(failure)}`);
    this.reason = reason;
    this.status = failure.status;
    this.serviceCode = failure.serviceCode;
  }
}

/** It will not work until an operator changes something: the key, the address, the model's name, or the account. */
export class ModelMisconfiguredError extends ModelError {
  readonly code = "MODEL_MISCONFIGURED";
  readonly status: number | null;
  readonly serviceCode: string | null;

  constructor(message: string, failure: ServiceFailure = { status: null, serviceCode: null }) {
    super(`${message}${describeFailure(failure)}`);
    this.status = failure.status;
    this.serviceCode = failure.serviceCode;
  }
}

/** The end of a message: " (404, model_not_found)", or nothing where nothing is known. */
function describeFailure({ status, serviceCode }: ServiceFailure): string {
  const known = [status, serviceCode].filter((fact) => fact !== null);
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}
