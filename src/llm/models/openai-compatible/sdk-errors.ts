import { APICallError, InvalidResponseDataError } from "ai";

import { toError } from "../../../kernel/index.ts";
import { ModelError } from "../../model-errors.ts";
import type { Service } from "./options.ts";
import { errorForFailedAnswer, type FailedAnswer, malformedAnswerError, networkError } from "./service-errors.ts";

/** The answer behind an error of the AI SDK; `null` where the service did not answer with an error status. */
export function failedAnswerOf(thrown: unknown): FailedAnswer | null {
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined || isSuccess(thrown.statusCode)) {
    return null;
  }
  return { status: thrown.statusCode, headers: thrown.responseHeaders ?? {}, body: thrown.data };
}

/**
 * The AI SDK's errors hold the whole request, so none of them leaves this folder, not even as a cause. What is neither one of
 * them nor ours is passed on as it is.
 */
export function toModelError(thrown: unknown, service: Service): Error {
  if (thrown instanceof ModelError) {
    return thrown;
  }
  const failed = failedAnswerOf(thrown);
  if (failed !== null) {
    return errorForFailedAnswer(failed, service);
  }
  if (APICallError.isInstance(thrown)) {
    if (thrown.cause instanceof ModelError) {
      return thrown.cause; // from our own fetch
    }
    // fetch tells of a broken connection with a TypeError, before the first byte and after it
    const broken = thrown.statusCode === undefined || thrown.cause instanceof TypeError;
    return broken ? networkError(causeOf(thrown), service) : malformedAnswerError(thrown.statusCode ?? null, service);
  }
  return InvalidResponseDataError.isInstance(thrown) ? malformedAnswerError(null, service) : toError(thrown);
}

function causeOf(error: Error): Error | null {
  return error.cause instanceof Error ? error.cause : null;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
