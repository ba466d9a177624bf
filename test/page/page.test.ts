import { describe, expect, test } from "vitest";

import { CAN_OPEN_PAGES } from "./browser.ts";
import { MODEL_HINT } from "./fake-words.ts";
import { pageStage } from "./page-stage.ts";

const stage = pageStage();

describe.skipIf(!CAN_OPEN_PAGES)("people", () => {
  test("becomes a person that is there, and still is that person after a reload", async () => {
    const visitor = await stage.open();
    await visitor
      .button(/^sam/i)
      .or(visitor.page.getByRole("button", { name: /sam wrote/ }))
      .first()
      .click();

    await visitor.section("What I know").getByText("Is building a guitar.").waitFor();
    await visitor.page.reload();
    await visitor.panel.getByText("What Ember knows of sam").waitFor();
  });

  test("makes up a new person, who is then in the list", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.become("zoë-2");

    await visitor.page.getByRole("list", { name: "People" }).getByText("zoë-2").waitFor();
    await visitor.panel.getByText("What Ember knows of zoë-2").waitFor();
  });

  test("says what is wrong with a name that nobody could mention", async () => {
    const visitor = await stage.open();
    await visitor.page.getByRole("textbox", { name: "Who do you want to be?" }).fill("two words");
    await visitor.page.keyboard.press("Enter");

    await visitor.page.getByRole("alert").getByText("no spaces").waitFor();
  });

  test("keeps what is said in a channel apart from the direct chat", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.say("only between us");
    await visitor.page
      .getByRole("list", { name: "Channels" })
      .getByRole("button", { name: /general/ })
      .click();

    await visitor.page.getByText("Nobody has said anything here yet").waitFor();
    expect(await visitor.message("only between us").count()).toBe(0);
  });
});

describe.skipIf(!CAN_OPEN_PAGES)("the talk", () => {
  test("asks after the third message, and a yes changes question, panel and steps", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.talk();
    expect(await visitor.message("coffee keeps me going").getByText("You", { exact: true }).count()).toBe(1);
    await visitor.section("Permission").getByText("Asked, not answered").waitFor();

    await visitor.button("Yes").click();

    await visitor.page.getByText("You answered “Yes”.").waitFor();
    await visitor.button("Yes").waitFor({ state: "detached" });
    await visitor.section("Permission").getByText("Nora has said yes").waitFor();
    await visitor.section("What I know").getByText("coffee keeps me going").waitFor();
    await visitor.section("What happens next").getByText("Thu 26 Nov, 16:10").waitFor();
    await visitor.page.locator(".steps li[data-done=true]", { hasText: "Answer the question" }).waitFor();
  });

  test("takes a no", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.talk();
    await visitor.button("No").click();

    await visitor.section("What happens next").getByText("Nothing is planned: they said no.").waitFor();
  });

  test("never takes what somebody typed for HTML", async () => {
    const visitor = await stage.openAs("nora");
    const typed = "<img src=x onerror=alert(1)> **bold** `code` <b>not bold</b>";
    await visitor.say("<img src=x");
    await visitor.composer.fill(typed);
    await visitor.composer.press("Enter");

    const message = visitor.message("not bold");
    await message.waitFor();
    expect(await message.locator("img, b").count()).toBe(0);
    expect(await message.locator("strong").textContent()).toBe("bold");
    expect(await message.locator("code").textContent()).toBe("code");
    expect(await message.textContent()).toContain("<b>not bold</b>");
  });

  test("sends with Enter and starts a new line with Shift and Enter", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.composer.pressSequentially("one");
    await visitor.composer.press("Shift+Enter");
    await visitor.composer.pressSequentially("two");
    expect(await visitor.composer.inputValue()).toBe("one\ntwo");
    await visitor.composer.press("Enter");

    await visitor.message("one").waitFor();
    expect(await visitor.message("one").locator(".text-line").allTextContents()).toEqual(["one", "two"]);
  });

  test("lists the commands after an exclamation mark; the administrators' ones for administrators", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.composer.fill("!");
    expect(await visitor.commands.count()).toBe(5);
    await visitor.composer.press("Tab");
    expect(await visitor.composer.inputValue()).toBe("!followup_settings status");
    await visitor.composer.press("Enter");
    const answer = visitor.message("Follow-ups are off for you");
    await answer.getByText("Only you can see this").waitFor();

    await visitor.page.getByRole("button", { name: /^(A )?admin/ }).click();
    await visitor.composer.fill("!");
    expect(await visitor.commands.allTextContents()).toContainEqual(
      expect.stringContaining("!schedule_followup @name 24"),
    );
  });

  test("says in one line that no model is set, and which variable sets it", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.page.getByText(MODEL_HINT.replaceAll("`", "")).waitFor();
  });

  test("expects an answer where a model is set", async () => {
    stage.server.sandbox.modelHint = null;
    const visitor = await stage.openAs("nora");
    await visitor.say("hello");

    await visitor.page.getByRole("status", { name: "Ember is writing" }).waitFor();
  });
});

describe.skipIf(!CAN_OPEN_PAGES)("the panel", () => {
  test("tells decisions in plain words, and keeps the codes to the tooltip", async () => {
    const visitor = await stage.openAs("sam");
    const decisions = visitor.section("Decided before");
    await decisions.getByText("because they were here only a short while ago.").waitFor();
    expect(await decisions.textContent()).not.toContain("recently_active");
    await visitor.button("Show all 5").click();

    await decisions.getByText("Kept it for their next visit").waitFor();
  });

  test("sets the time zone, and says which hours follow from it", async () => {
    const visitor = await stage.openAs("nora");
    await visitor.section("Hours").getByRole("combobox").selectOption("America/Toronto");

    await visitor.section("Hours").getByText("Between 22:00 and 09:00 in America/Toronto nothing is sent.").waitFor();
    expect(stage.server.sandbox.panel("nora").timeZone).toBe("America/Toronto");
  });
});
