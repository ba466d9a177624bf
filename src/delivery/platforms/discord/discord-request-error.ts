import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";

import { RekindleError, toError } from "../../../kernel/index.ts";

/** The facts of a request that failed. */
export interface RequestFacts {
  /** Method and route, without ids in the query. */
  readonly request: string;
  /** Of HTTP; `null`: there was no answer. */
  readonly status: number | null;
  /** Discord's own code; `null`: it gave none. */
  readonly discordCode: number | null;
  /** The network's code, such as `ECONNREFUSED`; `NOT_LOGGED_IN`, `GIVEN_UP`: nothing was sent. */
  readonly networkCode: string | null;
  /** How long Discord wants us to wait, where it said so. */
  readonly retryAfterMs: number | null;
}

/** A request to Discord was refused, or nobody knows what came of it. The fields tell which. */
export class DiscordRequestError extends RekindleError implements RequestFacts {
  readonly code = "DISCORD_REQUEST_FAILED";
  readonly request: string;
  readonly status: number | null;
  readonly discordCode: number | null;
  readonly networkCode: string | null;
  readonly retryAfterMs: number | null;

  constructor(facts: RequestFacts, options?: ErrorOptions) {
    const what = [facts.status, facts.discordCode, facts.networkCode].filter((fact) => fact !== null).join(", ");
    super(`${facts.request} failed (${what === "" ? "no answer" : what})`, options);
    this.request = facts.request;
    this.status = facts.status;
    this.discordCode = facts.discordCode;
    this.networkCode = facts.networkCode;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Whatever the REST client threw, as facts. */
export function requestErrorFrom(thrown: unknown, request: string): DiscordRequestError {
  const none = { request, status: null, discordCode: null, networkCode: null, retryAfterMs: null };
  const options = { cause: thrown };
  if (thrown instanceof DiscordRequestError) {
    return thrown;
  }
  if (thrown instanceof RateLimitError) {
    const retryAfterMs = Math.max(thrown.retryAfter, thrown.sublimitTimeout, 0);
    return new DiscordRequestError({ ...none, status: 429, retryAfterMs }, options);
  }
  if (thrown instanceof DiscordAPIError) {
    const discordCode = typeof thrown.code === "number" && thrown.code !== 0 ? thrown.code : null;
    return new DiscordRequestError({ ...none, status: thrown.status, discordCode }, options);
  }
  if (thrown instanceof HTTPError) {
    return new DiscordRequestError({ ...none, status: thrown.status }, options);
  }
  const error = toError(thrown);
  const networkCode = "code" in error && typeof error.code === "string" ? error.code : null;
  return new DiscordRequestError({ ...none, networkCode: networkCode ?? error.name }, options);
}
