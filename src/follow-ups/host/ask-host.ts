import type { z } from "zod";

import { assertOutsideTransaction, type Logger, RekindleError, sleep, toError } from "../../kernel/index.ts";
import type { Eventually } from "./host-types.ts";

/** A function of the host did not answer in time. */
export class HostTimeoutError extends RekindleError {
  readonly code = "HOST_TIMED_OUT";
  readonly provider: string;
  readonly timeoutMs: number;

  constructor(provider: string, timeoutMs: number) {
    super(`${provider} did not answer within ${timeoutMs} ms`);
    this.provider = provider;
    this.timeoutMs = timeoutMs;
  }
}

/** A function of the host answered something that it must not. */
export class HostAnswerError extends RekindleError {
  readonly code = "HOST_ANSWER_INVALID";
  readonly provider: string;

  constructor(provider: string, problem: string) {
    super(`${provider} gave an answer that cannot be used: ${problem}`);
    this.provider = provider;
  }
}

/** One function of the host, and how it is asked. */
export interface HostCall<T> {
  /** As the host wrote it: "people.profile". */
  readonly provider: string;
  readonly timeoutMs: number;
  readonly schema: z.ZodType<T>;
  /** Ends the call early, as its time limit does. */
  readonly signal?: AbortSignal;
}

/**
 * Asks the host: outside transactions, within a time limit, and looks at what comes back.
 *
 * @throws HostTimeoutError, HostAnswerError, or what the host threw.
 */
export async function askHost<T>(
  { provider, timeoutMs, schema, signal }: HostCall<T>,
  ask: (signal: AbortSignal) => Eventually<unknown>,
): Promise<T> {
  assertOutsideTransaction(`the host's ${provider}`);
  signal?.throwIfAborted();
  const ending = new AbortController();
  const answered = new AbortController();
  const onAbort = (): void => {
    answered.abort();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  let done = false;
  const late = sleep(timeoutMs, answered.signal).then(() => {
    if (done) {
      return undefined;
    }
    const reason = signal?.aborted === true ? toError(signal.reason) : new HostTimeoutError(provider, timeoutMs);
    ending.abort(reason);
    throw reason;
  });
  late.catch(() => undefined); // where the answer was quicker
  try {
    const answer = await Promise.race([Promise.resolve().then(() => ask(ending.signal)), late]);
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
      throw new HostAnswerError(provider, `${where}${issue?.message ?? "it has another shape"}`);
    }
    return parsed.data;
  } finally {
    done = true;
    signal?.removeEventListener("abort", onAbort);
    answered.abort();
  }
}

/** As {@link askHost}; what goes wrong is logged, and `instead` is the answer. */
export async function askHostOr<T>(
  { instead, logger, ...call }: HostCall<T> & { readonly instead: T; readonly logger: Logger },
  ask: (signal: AbortSignal) => Eventually<unknown>,
): Promise<T> {
  try {
    return await askHost(call, ask);
  } catch (thrown) {
    call.signal?.throwIfAborted();
    const { name, message } = toError(thrown);
    logger.warn({ provider: call.provider, error: `${name}: ${message}` }, "a function of the host gave no answer");
    return instead;
  }
}
