import { z } from "zod";

import {
  type ModelError,
  ModelMisconfiguredError,
  ModelRefusedError,
  ModelUnavailableError,
  type ServiceFailure,
} from "../../model-errors.ts";
import type { Service } from "./options.ts";
import { type ResponseHeaders, retryAfterMs } from "./retry-after.ts";

/** An answer of the service that is no success. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** The body, parsed; whatever it is. */
  readonly body: unknown;
}

// What services write about an error; each part may be missing. The message beside them is left alone: it may quote the
// prompt or the key, and errors are logged.
const errorBody = z.object({
  error: z.object({
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    param: z.string().nullish(),
  }),
});

const SHORT_CODE = /^[\w.:-]{1,60}$/u;
const FILTER_CODES: ReadonlySet<string> = new Set(["content_filter", "content_policy_violation"]);
const OPERATOR_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 410]);
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425]);

/** What an error status means to us. */
export function errorForFailedAnswer(answer: FailedAnswer, service: Service): ModelError {
  const { status } = answer;
  const failure: ServiceFailure = { status, serviceCode: serviceCode(answer.body) };
  if (OPERATOR_STATUSES.has(status)) {
    return new ModelMisconfiguredError(operatorHint(status, service), failure);
  }
  if (failure.serviceCode !== null && FILTER_CODES.has(failure.serviceCode)) {
    return new ModelRefusedError("filtered", failure);
  }
  if (status === 429 || status >= 500 || PASSING_STATUSES.has(status)) {
    const reason = status === 429 ? "rate-limited" : "server-error";
    const message = `the language model at ${service.host} is not available: it answered ${status}`;
    return new ModelUnavailableError(message, { ...failure, reason, retryAfterMs: retryAfterMs(answer.headers) });
  }
  return status >= 400 ? new ModelRefusedError("request-not-accepted", failure) : malformedAnswerError(status, service);
}

/** A success whose body is not what such a service answers; often a web page, because the address is a wrong one. */
export function malformedAnswerError(status: number | null, service: Service): ModelUnavailableError {
  const message = `what answers at ${service.host} does not answer like a language model: is the address right?`;
  return new ModelUnavailableError(message, {
    status,
    serviceCode: null,
    reason: "malformed-answer",
    retryAfterMs: null,
  });
}

/** No connection, or one that broke. */
export function networkError(cause: Error | null, service: Service): ModelUnavailableError {
  const facts = { status: null, serviceCode: null, reason: "network", retryAfterMs: null } as const;
  const message = `no connection to the language model at ${service.host}`;
  return new ModelUnavailableError(message, cause === null ? facts : { ...facts, cause });
}

/** Whether the service wants the limit of tokens under its newer name, as OpenAI's reasoning models do. */
export function wantsOtherTokenLimit(answer: FailedAnswer): boolean {
  return answer.status === 400 && errorBody.safeParse(answer.body).data?.error.param === "max_tokens";
}

function serviceCode(body: unknown): string | null {
  const error = errorBody.safeParse(body).data?.error;
  const code = String(error?.code ?? error?.type ?? "");
  return SHORT_CODE.test(code) ? code : null;
}

function operatorHint(status: number, { host, model }: Service): string {
  const named = model === null ? "" : ` or no model "${model}"`;
  switch (status) {
    case 401:
    case 403:
      return `the language model at ${host} does not accept the key`;
    case 402:
      return `the account at ${host} has no credit left`;
    default:
      return `${host} has no language model at this address (most end in /v1)${named}`;
  }
}
