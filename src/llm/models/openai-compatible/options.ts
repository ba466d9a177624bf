import { ModelMisconfiguredError } from "../../model-errors.ts";

/** Where the model is, and how to be let in. */
export interface OpenAICompatibleOptions {
  /** The address below which `/chat/completions` and `/models` lie; most services want it to end in `/v1`. */
  readonly baseUrl: string;

  /**
   * Sent as a bearer token.
   *
   * @defaultValue none is sent, which is what services on one's own machine expect
   */
  readonly apiKey?: string | undefined;

  /**
   * The model's name as the service knows it. Name it where the service has several: which comes first may change.
   *
   * @defaultValue the first that the service lists, asked for at the first request
   */
  readonly model?: string | undefined;
}

/** The options, checked. */
export interface Service {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** For people: host and port, nothing secret. */
  readonly host: string;
  readonly apiKey: string | null;
  readonly model: string | null;
}

// fetch refuses other characters in a header with an error that quotes them, and so the key.
const SENDABLE_KEY = /^[\x21-\x7e]+$/u;

/** @throws ModelMisconfiguredError, naming the option and the rule, never the key. */
export function resolveOpenAICompatibleOptions(options: OpenAICompatibleOptions): Service {
  const url = parseUrl(options.baseUrl.trim());
  const apiKey = presentOrNull(options.apiKey);
  if (apiKey !== null && !SENDABLE_KEY.test(apiKey)) {
    throw new ModelMisconfiguredError("apiKey must be printable ASCII characters without a space");
  }
  return {
    baseUrl: url.href.replace(/\/+$/u, ""),
    host: url.host,
    apiKey,
    model: presentOrNull(options.model),
  };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ModelMisconfiguredError("baseUrl must be an address that begins with http:// or https://");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ModelMisconfiguredError("baseUrl must not hold a user name or a password: give the key as apiKey");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ModelMisconfiguredError("baseUrl must not hold a ? or a #");
  }
  return url;
}

function presentOrNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
