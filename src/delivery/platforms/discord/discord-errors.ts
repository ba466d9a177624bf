import { MINUTE_MS, SECOND_MS } from "../../../kernel/index.ts";
import type { RequestFacts } from "./discord-request-error.ts";

/**
 * What a refusal means to whoever sends.
 *
 * - `later`: surely not delivered; worth another try.
 * - `withdrawn`: the person cannot or does not want to be reached: counts as their no.
 * - `gone`: the place or the person is gone or closed to us, or the text is not wanted there: final.
 * - `ours`: a mistake of ours; final, and in the log.
 * - `stop_opening`: too many direct chats were opened, or the bot is taken for a spammer: nothing is opened for a while.
 * - `stop_everything`: nothing works any more.
 * - `answered`: the call is answered or over; never tried again.
 * - `no_reference`: it may not refer to another message; the same without the reference is fine.
 */
export type Meaning =
  "later" | "withdrawn" | "gone" | "ours" | "stop_opening" | "stop_everything" | "answered" | "no_reference";

/** Each code of Discord's that we know, with its one meaning. A code that is not here means what its HTTP status does. */
export const MEANINGS: Readonly<Record<number, Meaning>> = {
  10003: "gone", // unknown channel
  10004: "gone", // unknown guild
  10008: "gone", // unknown message
  10013: "gone", // unknown user
  10015: "answered", // unknown webhook: the token of an interaction is over
  10062: "answered", // unknown interaction
  20026: "stop_opening", // flagged by the anti-spam system: quarantined
  20028: "later", // write limit of the channel
  20029: "later", // write limit of the server
  40003: "stop_opening", // opening direct messages too fast
  40004: "later", // sending is disabled for a while
  40006: "later", // a feature is disabled for a while
  40060: "answered", // the interaction was acknowledged before
  40062: "later", // a resource is being rate limited
  40333: "stop_everything", // blocked in front of Discord, for the User-Agent
  50001: "gone", // missing access
  50006: "ours", // empty message
  50007: "withdrawn", // cannot send messages to this user
  50013: "gone", // missing permissions
  50014: "stop_everything", // invalid token
  50035: "ours", // invalid body
  50083: "gone", // a thread that was archived and locked
  50278: "withdrawn", // no server in common
  130000: "later", // overloaded
  160002: "no_reference", // a reply needs the right to read the history
  160005: "gone", // a thread that is locked
  160006: "later", // as many threads are in use as a server may have
  200000: "gone", // blocked by the server's automatic moderation
  240000: "gone", // blocked by the filter of harmful links
};

/** Codes of the network that say that no connection came to be, so that nothing was sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  "NOT_LOGGED_IN",
  "GIVEN_UP",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** How long to wait where Discord says nothing. */
const LATER_MS = 30 * SECOND_MS;
/** How long to wait where something in front of Discord refuses without a reason. */
const LONG_LATER_MS = 10 * MINUTE_MS;

/** What a failed request means; `uncertain`: it may have been done. */
export type Verdict =
  | { readonly meaning: Exclude<Meaning, "later"> }
  | { readonly meaning: "later"; readonly retryAfterMs: number }
  | { readonly meaning: "uncertain" };

/** Reads a failed request by Discord's code, else by the status, else by the network's code. */
export function judge({ status, discordCode, networkCode, retryAfterMs }: RequestFacts): Verdict {
  const known = discordCode === null ? undefined : MEANINGS[discordCode];
  if (known !== undefined) {
    return known === "later" ? { meaning: known, retryAfterMs: retryAfterMs ?? LATER_MS } : { meaning: known };
  }
  if (status === null) {
    return networkCode !== null && NEVER_SENT.has(networkCode)
      ? { meaning: "later", retryAfterMs: LATER_MS }
      : { meaning: "uncertain" };
  }
  return judgeStatus(status, { discordCode, retryAfterMs });
}

function judgeStatus(
  status: number,
  { discordCode, retryAfterMs }: Pick<RequestFacts, "discordCode" | "retryAfterMs">,
): Verdict {
  if (status === 401) {
    return { meaning: "stop_everything" };
  }
  if (status === 429) {
    return { meaning: "later", retryAfterMs: retryAfterMs ?? LATER_MS };
  }
  if (status >= 500) {
    return { meaning: "uncertain" };
  }
  // Without a code of Discord's it is not Discord that refuses, but somebody on the way.
  return discordCode === null && status === 403
    ? { meaning: "later", retryAfterMs: LONG_LATER_MS }
    : { meaning: status === 403 || status === 404 ? "gone" : "ours" };
}
