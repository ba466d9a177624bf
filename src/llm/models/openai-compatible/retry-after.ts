import { SECOND_MS } from "../../../kernel/index.ts";

/** Header names in lower case, as fetch has them. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/**
 * How long a service asks us to wait. A date is read against the service's own `Date` header, so that neither clock need be
 * right.
 */
export function retryAfterMs(headers: ResponseHeaders): number | null {
  const precise = Number.parseFloat(headers["retry-after-ms"] ?? ""); // OpenAI's own
  const waitMs = Number.isNaN(precise) ? standardWaitMs(headers) : precise;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

function standardWaitMs(headers: ResponseHeaders): number {
  const text = (headers["retry-after"] ?? "").trim();
  return /^\d+(\.\d+)?$/u.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - Date.parse(headers["date"] ?? "");
}
