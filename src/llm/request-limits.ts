import { assertOutsideTransaction, invariant, toError } from "../kernel/index.ts";
import type { LanguageModelAnswer, LanguageModelRequest } from "./language-model.ts";
import { ModelTimeoutError } from "./model-errors.ts";

// A longer timer would fire at once (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args).
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * What every model owes to every request, whatever it does to answer: no call inside a transaction, the time limit, and the
 * end at an abort, also when `work` pays no heed to its signal.
 */
export async function generateWithinLimits(
  request: LanguageModelRequest,
  work: (signal: AbortSignal) => Promise<LanguageModelAnswer>,
): Promise<LanguageModelAnswer> {
  assertOutsideTransaction("a language model");
  checkRequest(request);
  request.signal?.throwIfAborted();

  const ending = new AbortController();
  const onAbort = (): void => {
    ending.abort(toError(request.signal?.reason));
  };
  const timer = setTimeout(() => {
    ending.abort(new ModelTimeoutError(request.timeoutMs));
  }, request.timeoutMs);
  request.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await untilAborted(work(ending.signal), ending.signal);
  } catch (thrown) {
    ending.signal.throwIfAborted(); // what `work` throws at an abort says less than why it was aborted
    throw thrown;
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", onAbort);
  }
}

function checkRequest(request: LanguageModelRequest): void {
  const { messages, maxOutputTokens, timeoutMs } = request;
  invariant(messages.length > 0, "a language model was asked without a message");
  invariant(
    Number.isSafeInteger(maxOutputTokens) && maxOutputTokens > 0,
    "maxOutputTokens must be a whole number above 0",
  );
  invariant(
    timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS,
    `timeoutMs must be above 0 and at most ${LONGEST_TIMER_MS}`,
  );
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(toError(signal.reason));
    });
    work.then(resolve, reject);
  });
}
