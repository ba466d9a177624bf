import { expect, test } from "vitest";

import { personId } from "../../../vocabulary/index.ts";
import { channelPlace, directPlace } from "./places.ts";

test("a direct chat is named by the person, opened or not", () => {
  expect(directPlace(personId("42"))).toEqual({
    platform: "discord",
    kind: "dm",
    channelId: "user:42",
    serverId: null,
  });
});

test("a channel is public where every member reads it", () => {
  const facts = { channelId: "7", serverId: "1" };
  expect(channelPlace({ ...facts, everyoneReads: true }).kind).toBe("public_channel");
  expect(channelPlace({ ...facts, everyoneReads: false }).kind).toBe("private_channel");
});
