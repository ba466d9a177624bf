import { type Client, type REST, RequestMethod, type RouteLike } from "discord.js";

import { assertOutsideTransaction } from "../../../kernel/index.ts";
import { judge } from "./discord-errors.ts";
import { DiscordRequestError, requestErrorFrom } from "./discord-request-error.ts";
import type { Pace } from "./pacing/pace.ts";
import { DiscordBlockedError, DiscordTokenRefusedError } from "./refusals.ts";

/** How a request is made. */
export interface RequestOptions {
  /** Whether nobody is waiting for it: answers to people go first. @defaultValue false */
  readonly canWait?: boolean;
  readonly signal?: AbortSignal;
  /** Of the URL. */
  readonly query?: Readonly<Record<string, string>>;
  /** `false`: the route holds a token of its own (interactions). @defaultValue true */
  readonly auth?: boolean;
}

/** Discord's REST interface, by whichever client is there. All methods reject with {@link DiscordRequestError} alone. */
export interface DiscordApi {
  get(route: RouteLike, options?: RequestOptions): Promise<unknown>;
  post(route: RouteLike, body: object, options?: RequestOptions): Promise<unknown>;
  patch(route: RouteLike, body: object, options?: RequestOptions): Promise<unknown>;
  delete(route: RouteLike, options?: RequestOptions): Promise<unknown>;
}

/** What the interface works with. */
export interface DiscordApiParts {
  currentClient(): Client | null;
  readonly pace: Pace;
  /** Told of an answer after which no request makes sense: from then on none is made. */
  onFatal(error: Error): void;
}

/** The interface over the client that there is, at the pace that there is. */
export function createDiscordApi({ currentClient, pace, onFatal }: DiscordApiParts): DiscordApi {
  let over = false;

  async function request(
    method: RequestMethod,
    route: RouteLike,
    { body, ...options }: RequestOptions & { readonly body?: object },
  ): Promise<unknown> {
    assertOutsideTransaction("Discord");
    const name = `${method} ${withoutSecrets(route)}`;
    const client = currentClient();
    if (over || client === null || (options.auth !== false && !isLoggedIn(client))) {
      throw neverSent(name, "NOT_LOGGED_IN");
    }
    if (options.auth !== false) {
      await pace.turn(options);
    }
    if (options.signal?.aborted === true) {
      throw neverSent(name, "GIVEN_UP");
    }
    try {
      return await untilAborted(send(client.rest, { method, route, body, options }), options.signal);
    } catch (thrown) {
      const error = requestErrorFrom(thrown, name);
      if (judge(error).meaning === "stop_everything" && options.auth !== false) {
        over = true;
        onFatal(error.status === 401 ? new DiscordTokenRefusedError({ cause: error }) : blocked(error));
      }
      throw error;
    }
  }

  return {
    get: (route, options) => request(RequestMethod.Get, route, { ...options }),
    post: (route, body, options) => request(RequestMethod.Post, route, { ...options, body }),
    patch: (route, body, options) => request(RequestMethod.Patch, route, { ...options, body }),
    delete: (route, options) => request(RequestMethod.Delete, route, { ...options }),
  };
}

/** Whether its REST client has the token. The client's own `token` may only stem from the environment; the gateway's address does not. */
function isLoggedIn({ token, ws }: Client): boolean {
  return token !== null && ws.gateway !== null;
}

const INVALID_TOKEN = 50_014;

function blocked(error: DiscordRequestError): Error {
  return error.discordCode === INVALID_TOKEN
    ? new DiscordTokenRefusedError({ cause: error })
    : new DiscordBlockedError(error.discordCode);
}

function neverSent(request: string, networkCode: "NOT_LOGGED_IN" | "GIVEN_UP"): DiscordRequestError {
  return new DiscordRequestError({ request, status: null, discordCode: null, networkCode, retryAfterMs: null });
}

function send(
  rest: REST,
  call: {
    readonly method: RequestMethod;
    readonly route: RouteLike;
    readonly body: object | undefined;
    readonly options: RequestOptions;
  },
): Promise<unknown> {
  const { method, route, body, options } = call;
  return rest.request({
    method,
    fullRoute: route,
    auth: options.auth !== false,
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.query === undefined ? {} : { query: new URLSearchParams(options.query) }),
  });
}

/** The client waits for rate limits without looking at the signal; it does look before it sends, so nothing leaves later. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return work;
  }
  let stopWaiting: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stopWaiting = () => reject(requestErrorFrom(signal.reason, "a request that was given up"));
    signal.addEventListener("abort", stopWaiting, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stopWaiting);
    work.catch(() => undefined); // where it was given up, nobody waits for it any more
  }
}

/** The token of an interaction stands in its route. */
function withoutSecrets(route: RouteLike): string {
  return route.replace(/^(\/interactions\/\d+|\/webhooks\/\d+)\/[^/]+/, "$1/…");
}
