import { describe, expect, test } from "vitest";

import { CAN_OPEN_PAGES } from "./browser.ts";
import { FOLLOW_UP } from "./fake-words.ts";
import { pageStage } from "./page-stage.ts";
import type { Visitor } from "./visitor.ts";

const stage = pageStage();

describe.skipIf(!CAN_OPEN_PAGES)("the clock", () => {
  test("shows how far it has wound and what was delivered, and the follow-up arrives by itself", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.sayYes();
    stage.server.sandbox.holdsWinding = true;
    await visitor.button("+2 days").click();

    const progress = visitor.page.getByRole("progressbar");
    await progress.waitFor();
    await visitor.clock.getByText("Winding to Thu 26 Nov, 14:05, no message yet").waitFor();
    stage.server.sandbox.step(24);
    await visitor.clock.getByText("Wed 25 Nov 2026").waitFor();
    expect(await progress.getAttribute("aria-valuenow")).toBe("50");
    stage.server.sandbox.deliver("nora", FOLLOW_UP);
    stage.server.sandbox.step(1);

    await visitor.message("Your biology exam was on Thursday").getByText("follow-up", { exact: true }).waitFor();
    await visitor.clock.getByText("1 message delivered").waitFor();
    await visitor.page.locator("[aria-live=polite]").getByText("Ember: Hi nora! Your biology exam").waitFor();
    stage.server.sandbox.finish();
    await progress.waitFor({ state: "detached" });
    await visitor.clock.getByText("2 days later: 1 message delivered.").waitFor();
  });

  test("winds until something happens", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.sayYes();
    await visitor.button("Until something happens").click();

    await visitor.message("Your biology exam was on Thursday").waitFor();
    await visitor.clock.getByText("2 days 2 hours later: 1 message delivered.").waitFor();
    await visitor.section("Follow-ups sent").getByText("Not answered").waitFor();
    await visitor.section("Decided before").getByText("Wrote a question").waitFor();
    await visitor.page.getByText("That is the whole idea.").waitFor();
  });

  test("winds to what is planned", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.sayYes();
    await visitor.button("Wind the clock to then").click();

    await visitor.message("Your biology exam was on Thursday").waitFor();
  });

  test("says so where nothing was sent", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.button("+1 h").click();

    await visitor.clock.getByText("1 hour later: nothing was sent.").waitFor();
  });

  test("marks another person to whom something was sent", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.sayYes();
    await visitor.become("ines");
    await visitor.button("+1 week").click();

    await visitor.page
      .getByRole("list", { name: "People" })
      .getByRole("button", { name: /nora/ })
      .getByText("new", { exact: true })
      .waitFor();
    await expect.poll(() => visitor.page.title()).toBe("(1) Rekindle");
  });

  test("shows a winding that somebody else began, and lets nobody begin another", async () => {
    const visitor = await stage.openAs("nora");
    stage.server.sandbox.holdsWinding = true;
    const wound = stage.server.sandbox.wind(24);
    await visitor.page.getByRole("progressbar").waitFor();
    await expect.poll(() => visitor.button("+1 h").getAttribute("aria-disabled")).toBe("true");

    stage.server.sandbox.finish();
    await wound;
    await visitor.page.getByRole("progressbar").waitFor({ state: "detached" });
  });
});

describe.skipIf(!CAN_OPEN_PAGES)("a follow-up", () => {
  async function openWithFollowUp(): Promise<Visitor> {
    const visitor = await stage.openAs("nora");
    await visitor.say("hello");
    stage.server.sandbox.deliver("nora", FOLLOW_UP);
    await visitor.button("Why this?").waitFor();
    return visitor;
  }

  test("says why, to this person alone", async () => {
    const visitor = await openWithFollowUp();
    await visitor.button("Why this?").click();

    const answer = visitor.message("You said on Tuesday in our direct chat");
    await answer.getByText("Only you can see this").waitFor();
    await visitor.page.getByText("Answered below.").waitFor();
  });

  test.each([
    ["Later", "Noted: it will wait."],
    ["Stop", "Noted: no more follow-ups."],
    ["This was a good message", "Thank you. Noted as a good one."],
    ["This was not a good message", "Thank you. Noted as not so good."],
  ])("confirms %s", async (name, words) => {
    const visitor = await openWithFollowUp();
    await visitor.button(name).click();

    await visitor.page.getByText(words).waitFor();
  });

  test("shows its last line small, and the panel counts the answer to it", async () => {
    const visitor = await openWithFollowUp();
    expect(await visitor.messages.locator("small").textContent()).toBe("automated · /followup_settings");
    await visitor.say("it went really well, thank you!");

    await visitor
      .section("Follow-ups sent")
      .getByText(/^Answered after/)
      .waitFor();
  });

  test("is counted where another channel is open", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.say("hello");
    const channels = visitor.page.getByRole("list", { name: "Channels" });
    await channels.getByRole("button", { name: /random/ }).click();
    await visitor.page.getByText("Nobody has said anything here yet").waitFor();
    stage.server.sandbox.deliver("nora", FOLLOW_UP);

    await channels
      .getByRole("button", { name: /Direct chat/ })
      .getByText("1", { exact: true })
      .waitFor();
  });
});
