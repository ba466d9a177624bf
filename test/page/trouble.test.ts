import { describe, expect, test } from "vitest";

import { CAN_OPEN_PAGES } from "./browser.ts";
import { FOLLOW_UP } from "./fake-words.ts";
import { pageStage } from "./page-stage.ts";

const stage = pageStage();

describe.skipIf(!CAN_OPEN_PAGES)("what goes wrong", () => {
  test("says that the clock is being wound already", async () => {
    stage.expectedComplaint = /409/;
    const visitor = await stage.openAs("nora");
    stage.server.refuseNext("POST /clock", { status: 409, code: "WINDING", message: "The clock winds already." });
    await visitor.button("+1 day").click();

    await visitor.clock.getByText("The clock is already being wound. One at a time.").waitFor();
    await visitor.button("+1 day").click();
    await visitor.clock.getByText("1 day later: nothing was sent.").waitFor();
  });

  test("sends no text that is too long, and keeps it", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.composer.fill("x".repeat(4_001));
    await visitor.composer.press("Enter");

    await visitor.page.getByRole("alert").getByText("1 character too long: at most 4,000").waitFor();
    expect(await visitor.composer.inputValue()).toHaveLength(4_001);
    expect(stage.server.sandbox.messages("nora", "dm")).toEqual([]);
  });

  test("shows why the server refused a message, and gives the text back", async () => {
    stage.expectedComplaint = /400/;
    const visitor = await stage.openAs("nora");
    stage.server.refuseNext("POST /messages", {
      status: 400,
      code: "TEXT_TOO_LONG",
      message: "A message holds at most 4000 characters.",
    });
    await visitor.composer.fill("refused");
    await visitor.composer.press("Enter");

    await visitor.page.getByRole("alert").getByText("A message holds at most 4000 characters.").waitFor();
    expect(await visitor.composer.inputValue()).toBe("refused");
  });

  test("shows why a button was refused, and lets it be pressed again", async () => {
    stage.expectedComplaint = /503/;
    const visitor = await stage.openAs("nora");
    await visitor.talk();
    stage.server.refuseNext("POST /buttons", { status: 503, code: "BUSY", message: "Too busy just now." });
    await visitor.button("Yes").click();
    await visitor.page.getByRole("alert").getByText("Too busy just now.").waitFor();
    await visitor.button("Put this note away").click();
    await visitor.button("Yes").click();

    await visitor.page.getByText("You answered “Yes”.").waitFor();
  });

  test("says that the server is away, connects again by itself and catches up", async () => {
    stage.expectedComplaint = /ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/;
    const visitor = await stage.openAs("nora");
    await visitor.say("hello");
    await stage.server.stop();
    const banner = visitor.page.getByText("Nothing is lost; this page connects again by itself.");
    await banner.waitFor();
    stage.server.sandbox.deliver("nora", FOLLOW_UP);
    await visitor.composer.fill("are you there?");
    await visitor.composer.press("Enter");
    await visitor.page.getByText("Is it still running?").waitFor();
    expect(await visitor.composer.inputValue()).toBe("are you there?");
    await stage.server.start();

    await banner.waitFor({ state: "detached" });
    await visitor.message("Your biology exam was on Thursday").waitFor();
  });

  test("waits for a server that is not there yet", async () => {
    stage.expectedComplaint = /503/;
    stage.server.refuseNext("GET /state", { status: 503, code: "STARTING", message: "Starting." });
    const visitor = await stage.open();
    await visitor.page.getByRole("heading", { name: "Rekindle is not answering" }).waitFor();

    await visitor.page.getByText("Who do you want to be?").waitFor();
  });
});
