import type { RouteName } from "./route-names.ts";

/** A request as it arrived. */
export interface LoggedRequest {
  readonly route: RouteName;
  readonly method: string;
  /** Below the base URL, without version and query: "/channels/1/messages". */
  readonly path: string;
  readonly channelId: string | null;
  /** Of a direct chat, or of a request that names a person. */
  readonly personId: string | null;
  readonly body: unknown;
  /** On a clock of its own: only differences mean anything. */
  readonly atMs: number;
  /** `null` while, or where, it was not answered. */
  status: number | null;
}

/** Which requests: by route, by fields that all have to agree, or by a function. */
export type RequestMatcher =
  | RouteName
  | "any"
  | { readonly route?: RouteName; readonly channelId?: string; readonly personId?: string }
  | ((request: LoggedRequest) => boolean);

/** All that was asked of the stand-in over REST. */
export interface RequestLog {
  /** Oldest first. */
  readonly all: readonly LoggedRequest[];
  count(matcher?: RequestMatcher): number;
  /**
   * The most requests within any window of this length that slides over what happened.
   * @param matcher @defaultValue all that count for the bot's limit, which answers to interactions do not
   * @param windowMs @defaultValue 1000
   */
  busiest(matcher?: RequestMatcher, windowMs?: number): number;
  /** How often a limit was broken; counted only while limits are enforced. */
  readonly breaches: number;
  /** Answers with 401, 403 and 429, without those of a shared limit: 10,000 of them in 10 minutes and Discord bans the address. */
  readonly invalid: number;
  clear(): void;
}

export interface WritableRequestLog extends RequestLog {
  all: LoggedRequest[];
  breaches: number;
  invalid: number;
}

export function createRequestLog(): WritableRequestLog {
  const log: WritableRequestLog = {
    all: [],
    breaches: 0,
    invalid: 0,
    count: (matcher = "any") => log.all.filter((request) => matches(request, matcher)).length,
    busiest: (matcher = countsForTheBot, windowMs = 1000) =>
      busiest(
        log.all.filter((request) => matches(request, matcher)).map(({ atMs }) => atMs),
        windowMs,
      ),
    clear: () => {
      log.all.length = 0;
      log.breaches = 0;
      log.invalid = 0;
    },
  };
  return log;
}

/** Answers to interactions are free. */
export function countsForTheBot({ path }: Pick<LoggedRequest, "path">): boolean {
  return !path.startsWith("/interactions/") && !path.startsWith("/webhooks/");
}

export function matches(request: LoggedRequest, matcher: RequestMatcher): boolean {
  if (typeof matcher === "function") {
    return matcher(request);
  }
  if (typeof matcher === "string") {
    return matcher === "any" || request.route === matcher;
  }
  const { route, channelId, personId } = matcher;
  return (
    (route === undefined || request.route === route) &&
    (channelId === undefined || request.channelId === channelId) &&
    (personId === undefined || request.personId === personId)
  );
}

function busiest(timesMs: readonly number[], windowMs: number): number {
  let first = 0;
  return timesMs.reduce((most, atMs, index) => {
    while (atMs - (timesMs[first] ?? atMs) >= windowMs) {
      first += 1;
    }
    return Math.max(most, index - first + 1);
  }, 0);
}
