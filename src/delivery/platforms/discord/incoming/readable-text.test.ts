import { expect, test } from "vitest";

import { readableText } from "./readable-text.ts";

const BOT = { id: "1", username: "ember", bot: true };
const NORA = { id: "2", username: "nora42", global_name: "Nora", member: { nick: "Nora  **Smith**" } };
const BEN = { id: "3", username: "ben" };

test("the bot's own mention goes from the start", () => {
  expect(readableText("<@1> hello", [BOT], "1").text).toBe("hello");
  expect(readableText("<@!1>, hello", [BOT], "1").text).toBe("hello");
  expect(readableText("hello <@1>", [BOT], "1")).toEqual({ text: "hello @ember", mentions: [] });
});

test("people are named, once each and in order, as they are called there", () => {
  expect(readableText("<@3> and <@2> and <@3>", [NORA, BEN], "1")).toEqual({
    text: "@ben and @Nora Smith and @ben",
    mentions: [
      { id: "3", name: "ben" },
      { id: "2", name: "Nora Smith" },
    ],
  });
});

test("emoji of a server are said by name", () => {
  expect(readableText("well <a:party:99> <:ok:98>", [], "1").text).toBe("well :party: :ok:");
});

test("whom nobody knows stays as it was written", () => {
  expect(readableText("<@77> <@&5> @everyone", [], "1")).toEqual({ text: "<@77> <@&5> @everyone", mentions: [] });
});
