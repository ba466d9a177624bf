import { describe, expect, test } from "vitest";

import { judge, type Meaning, MEANINGS } from "./discord-errors.ts";
import type { RequestFacts } from "./discord-request-error.ts";

const NOTHING: RequestFacts = {
  request: "POST /channels/1/messages",
  status: null,
  discordCode: null,
  networkCode: null,
  retryAfterMs: null,
};

// Code, the HTTP status that it comes with, and what it means.
const KNOWN: readonly (readonly [code: number, status: number, meaning: Meaning])[] = [
  [50007, 403, "withdrawn"],
  [50278, 403, "withdrawn"],
  [10013, 404, "gone"],
  [10003, 404, "gone"],
  [10004, 404, "gone"],
  [10008, 404, "gone"],
  [50001, 403, "gone"],
  [50013, 403, "gone"],
  [50083, 400, "gone"],
  [160005, 400, "gone"],
  [160006, 400, "later"],
  [200000, 400, "gone"],
  [240000, 400, "gone"],
  [40003, 403, "stop_opening"],
  [40003, 429, "stop_opening"],
  [20026, 403, "stop_opening"],
  [40004, 403, "later"],
  [40006, 400, "later"],
  [40062, 429, "later"],
  [20028, 429, "later"],
  [20029, 429, "later"],
  [130000, 400, "later"],
  [40333, 403, "stop_everything"],
  [50014, 401, "stop_everything"],
  [40060, 400, "answered"],
  [10062, 404, "answered"],
  [10015, 404, "answered"],
  [50035, 400, "ours"],
  [50006, 400, "ours"],
  [160002, 400, "no_reference"],
];

describe("a code of Discord's", () => {
  test.each(KNOWN)("%i (HTTP %i) means %s", (discordCode, status, meaning) => {
    expect(judge({ ...NOTHING, discordCode, status }).meaning).toBe(meaning);
  });

  test("is in the table above, each of them", () => {
    const named = new Set(KNOWN.map(([code]) => String(code)));
    expect(Object.keys(MEANINGS).filter((code) => !named.has(code))).toEqual([]);
  });

  test("says how long to wait, where Discord does", () => {
    expect(judge({ ...NOTHING, status: 429, discordCode: 20028, retryAfterMs: 7000 })).toEqual({
      meaning: "later",
      retryAfterMs: 7000,
    });
  });
});

describe("without a code that is known", () => {
  test.each([
    [401, "stop_everything"],
    [429, "later"],
    [403, "later"], // something in front of Discord
    [404, "gone"],
    [400, "ours"],
    [413, "ours"],
    [500, "uncertain"],
    [502, "uncertain"],
    [503, "uncertain"],
  ] as const)("HTTP %i means %s", (status, meaning) => {
    expect(judge({ ...NOTHING, status }).meaning).toBe(meaning);
  });

  test("a refusal with a new code of Discord's is final", () => {
    expect(judge({ ...NOTHING, status: 403, discordCode: 59_999 }).meaning).toBe("gone");
    expect(judge({ ...NOTHING, status: 400, discordCode: 59_999 }).meaning).toBe("ours");
  });
});

describe("without an answer", () => {
  test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "NOT_LOGGED_IN", "GIVEN_UP"])(
    "%s was surely not sent",
    (networkCode) => {
      expect(judge({ ...NOTHING, networkCode }).meaning).toBe("later");
    },
  );

  test.each(["UND_ERR_SOCKET", "ECONNRESET", "AbortError", "UND_ERR_HEADERS_TIMEOUT", null])(
    "nobody knows whether it arrived after %s",
    (networkCode) => {
      expect(judge({ ...NOTHING, networkCode }).meaning).toBe("uncertain");
    },
  );
});
