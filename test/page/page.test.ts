import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { CHROMIUM, launchChromium, type Visit, visit, type VisitOptions } from "./browser.ts";
import { FakeServer } from "./fake-server.ts";
import { FOLLOW_UP, MODEL_HINT } from "./fake-words.ts";
import { Visitor } from "./visitor.ts";

if (CHROMIUM === null) {
  console.warn(
    "The page's tests are skipped: there is no Chromium at /usr/bin/chromium, nor does CHROMIUM_PATH name one.",
  );
}

describe.skipIf(CHROMIUM === null)("the sandbox page", { timeout: 60_000 }, () => {
  let pageDir: string;
  let browser: Browser;
  let server: FakeServer;
  let visits: Visit[] = [];
  /** Requests that a test makes fail are named in the console; everything else there is a fault. */
  let expectedComplaint: RegExp | null;

  beforeAll(async () => {
    pageDir = await mkdtemp(join(tmpdir(), "rekindle-page-"));
    await build({
      configFile: fileURLToPath(new URL("../../src/web/client/vite.config.ts", import.meta.url)),
      logLevel: "warn",
      build: { outDir: pageDir },
    });
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await rm(pageDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    expectedComplaint = null;
    visits = [];
    server = new FakeServer(pageDir);
    await server.start();
  });

  afterEach(async () => {
    for (const one of visits) {
      await one.close();
    }
    await server.stop();
    const complaints = visits
      .flatMap((one) => one.complaints)
      .filter((words) => expectedComplaint?.test(words) !== true);
    expect(complaints, "what the browser complained of").toEqual([]);
    expect(server.surprises, "what the server was asked that is not in the contract").toEqual([]);
  });

  async function open(options: VisitOptions = {}): Promise<Visitor> {
    const opened = await visit(browser, server, options);
    visits.push(opened);
    return new Visitor(opened.page);
  }

  async function openAs(name: string, options: VisitOptions = {}): Promise<Visitor> {
    const visitor = await open(options);
    await visitor.become(name);
    return visitor;
  }

  async function expectNoSidewaysScroll({ page }: Visitor): Promise<void> {
    expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  }

  describe("people", () => {
    test("becomes a person that is there, and still is that person after a reload", async () => {
      const visitor = await open();
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
      const visitor = await openAs("nora");
      await visitor.become("zoë-2");

      await visitor.page.getByRole("list", { name: "People" }).getByText("zoë-2").waitFor();
      await visitor.panel.getByText("What Ember knows of zoë-2").waitFor();
    });

    test("says what is wrong with a name that nobody could mention", async () => {
      const visitor = await open();
      await visitor.page.getByRole("textbox", { name: "Who do you want to be?" }).fill("two words");
      await visitor.page.keyboard.press("Enter");

      await visitor.page.getByRole("alert").getByText("no spaces").waitFor();
    });

    test("keeps what is said in a channel apart from the direct chat", async () => {
      const visitor = await openAs("nora");
      await visitor.say("only between us");
      await visitor.page
        .getByRole("list", { name: "Channels" })
        .getByRole("button", { name: /general/ })
        .click();

      await visitor.page.getByText("Nobody has said anything here yet").waitFor();
      expect(await visitor.message("only between us").count()).toBe(0);
    });
  });

  describe("the talk", () => {
    test("asks after the third message, and a yes changes question, panel and steps", async () => {
      const visitor = await openAs("nora");
      await visitor.talk();
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
      const visitor = await openAs("nora");
      await visitor.talk();
      await visitor.button("No").click();

      await visitor.section("What happens next").getByText("Nothing is planned: they said no.").waitFor();
    });

    test("never takes what somebody typed for HTML", async () => {
      const visitor = await openAs("nora");
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
      const visitor = await openAs("nora");
      await visitor.composer.pressSequentially("one");
      await visitor.composer.press("Shift+Enter");
      await visitor.composer.pressSequentially("two");
      expect(await visitor.composer.inputValue()).toBe("one\ntwo");
      await visitor.composer.press("Enter");

      await visitor.message("one").waitFor();
      expect(await visitor.message("one").locator(".text-line").allTextContents()).toEqual(["one", "two"]);
    });

    test("lists the commands after an exclamation mark; the administrators' ones for administrators", async () => {
      const visitor = await openAs("nora");
      await visitor.composer.fill("!");
      expect(await visitor.commands.count()).toBe(3);
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
      const visitor = await openAs("nora");
      await visitor.page.getByText(MODEL_HINT.replaceAll("`", "")).waitFor();
    });

    test("expects an answer where a model is set", async () => {
      server.sandbox.modelHint = null;
      const visitor = await openAs("nora");
      await visitor.say("hello");

      await visitor.page.getByRole("status", { name: "Ember is writing" }).waitFor();
    });
  });

  describe("the clock", () => {
    test("shows how far it has wound and what was delivered, and the follow-up arrives by itself", async () => {
      const visitor = await openAs("nora");
      await visitor.sayYes();
      server.sandbox.holdsWinding = true;
      await visitor.button("+2 days").click();

      const progress = visitor.page.getByRole("progressbar");
      await progress.waitFor();
      await visitor.clock.getByText("Winding to Thu 26 Nov, 14:05, no message yet").waitFor();
      server.sandbox.step(24);
      await visitor.clock.getByText("Wed 25 Nov 2026").waitFor();
      expect(await progress.getAttribute("aria-valuenow")).toBe("50");
      server.sandbox.deliver("nora", FOLLOW_UP);
      server.sandbox.step(1);

      await visitor.message("Your biology exam was on Thursday").getByText("follow-up", { exact: true }).waitFor();
      await visitor.clock.getByText("1 message delivered").waitFor();
      await visitor.page.locator("[aria-live=polite]").getByText("Ember: Hi nora! Your biology exam").waitFor();
      server.sandbox.finish();
      await progress.waitFor({ state: "detached" });
      await visitor.clock.getByText("2 days later: 1 message delivered.").waitFor();
    });

    test("winds until something happens", async () => {
      const visitor = await openAs("nora");
      await visitor.sayYes();
      await visitor.button("Until something happens").click();

      await visitor.message("Your biology exam was on Thursday").waitFor();
      await visitor.clock.getByText("2 days 2 hours later: 1 message delivered.").waitFor();
      await visitor.section("Follow-ups sent").getByText("No answer yet").waitFor();
      await visitor.section("Decided before").getByText("Wrote").waitFor();
      await visitor.page.getByText("That is the whole idea.").waitFor();
    });

    test("winds to what is planned", async () => {
      const visitor = await openAs("nora");
      await visitor.sayYes();
      await visitor.button("Wind the clock to then").click();

      await visitor.message("Your biology exam was on Thursday").waitFor();
    });

    test("says so where nothing was sent", async () => {
      const visitor = await openAs("nora");
      await visitor.button("+1 h").click();

      await visitor.clock.getByText("1 hour later: nothing was sent.").waitFor();
    });

    test("marks another person to whom something was sent", async () => {
      const visitor = await openAs("nora");
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
      const visitor = await openAs("nora");
      server.sandbox.holdsWinding = true;
      const wound = server.sandbox.wind(24);
      await visitor.page.getByRole("progressbar").waitFor();
      await expect.poll(() => visitor.button("+1 h").getAttribute("aria-disabled")).toBe("true");

      server.sandbox.finish();
      await wound;
      await visitor.page.getByRole("progressbar").waitFor({ state: "detached" });
    });
  });

  describe("a follow-up", () => {
    async function openWithFollowUp(): Promise<Visitor> {
      const visitor = await openAs("nora");
      await visitor.say("hello");
      server.sandbox.deliver("nora", FOLLOW_UP);
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
      const visitor = await openAs("nora");
      await visitor.say("hello");
      const channels = visitor.page.getByRole("list", { name: "Channels" });
      await channels.getByRole("button", { name: /random/ }).click();
      await visitor.page.getByText("Nobody has said anything here yet").waitFor();
      server.sandbox.deliver("nora", FOLLOW_UP);

      await channels
        .getByRole("button", { name: /Direct chat/ })
        .getByText("1", { exact: true })
        .waitFor();
    });
  });

  describe("the panel", () => {
    test("tells decisions in plain words, and keeps the codes to the tooltip", async () => {
      const visitor = await openAs("sam");
      const decisions = visitor.section("Decided before");
      await decisions.getByText("They were here only a short while ago.").waitFor();
      expect(await decisions.textContent()).not.toContain("recently_active");
      await visitor.button("Show all 5").click();

      await decisions.getByText("Kept for the next visit").waitFor();
    });

    test("sets the time zone, and says which hours follow from it", async () => {
      const visitor = await openAs("nora");
      await visitor.section("Hours").getByRole("combobox").selectOption("America/Toronto");

      await visitor.section("Hours").getByText("Between 22:00 and 09:00 in America/Toronto nothing is sent.").waitFor();
      expect(server.sandbox.panel("nora").timeZone).toBe("America/Toronto");
    });
  });

  describe("what goes wrong", () => {
    test("says that the clock is being wound already", async () => {
      expectedComplaint = /409/;
      const visitor = await openAs("nora");
      server.refuseNext("POST /clock", { status: 409, code: "WINDING", message: "The clock winds already." });
      await visitor.button("+1 day").click();

      await visitor.clock.getByText("The clock is already being wound. One at a time.").waitFor();
      await visitor.button("+1 day").click();
      await visitor.clock.getByText("1 day later: nothing was sent.").waitFor();
    });

    test("sends no text that is too long, and keeps it", async () => {
      const visitor = await openAs("nora");
      await visitor.composer.fill("x".repeat(4_001));
      await visitor.composer.press("Enter");

      await visitor.page.getByRole("alert").getByText("1 characters too long: at most 4,000").waitFor();
      expect(await visitor.composer.inputValue()).toHaveLength(4_001);
      expect(server.sandbox.messages("nora", "dm")).toEqual([]);
    });

    test("shows why the server refused a message, and gives the text back", async () => {
      expectedComplaint = /400/;
      const visitor = await openAs("nora");
      server.refuseNext("POST /messages", {
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
      expectedComplaint = /503/;
      const visitor = await openAs("nora");
      await visitor.talk();
      server.refuseNext("POST /buttons", { status: 503, code: "BUSY", message: "Too busy just now." });
      await visitor.button("Yes").click();
      await visitor.page.getByRole("alert").getByText("Too busy just now.").waitFor();
      await visitor.button("Put this note away").click();
      await visitor.button("Yes").click();

      await visitor.page.getByText("You answered “Yes”.").waitFor();
    });

    test("says that the server is away, connects again by itself and catches up", async () => {
      expectedComplaint = /ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/;
      const visitor = await openAs("nora");
      await visitor.say("hello");
      await server.stop();
      const banner = visitor.page.getByText("Nothing is lost; this page connects again by itself.");
      await banner.waitFor();
      server.sandbox.deliver("nora", FOLLOW_UP);
      await visitor.composer.fill("are you there?");
      await visitor.composer.press("Enter");
      await visitor.page.getByText("Is it still running?").waitFor();
      expect(await visitor.composer.inputValue()).toBe("are you there?");
      await server.start();

      await banner.waitFor({ state: "detached" });
      await visitor.message("Your biology exam was on Thursday").waitFor();
    });

    test("waits for a server that is not there yet", async () => {
      expectedComplaint = /503/;
      server.refuseNext("GET /state", { status: 503, code: "STARTING", message: "Starting." });
      const visitor = await open();
      await visitor.page.getByRole("heading", { name: "Rekindle is not answering" }).waitFor();

      await visitor.page.getByText("Who do you want to be?").waitFor();
    });
  });

  describe("everybody can use it", () => {
    test("goes the whole way by keyboard alone", async () => {
      const visitor = await open();
      const { keyboard } = visitor.page;
      const tabTo = async (name: RegExp): Promise<void> => {
        for (let presses = 0; presses < 60; presses += 1) {
          await keyboard.press("Tab");
          const words = await visitor.page.evaluate<string>(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()",
          );
          if (name.test(words)) {
            return;
          }
        }
        throw new Error(`the Tab key does not come to ${String(name)}`);
      };
      await tabTo(/^Be nora$/);
      await keyboard.press("Enter");
      for (const line of ["hi", "coffee keeps me going", "My biology exam is on Thursday"]) {
        await keyboard.type(line);
        await keyboard.press("Enter");
        await visitor.message(line).waitFor();
      }
      await visitor.button("Yes").waitFor();
      await tabTo(/^Skip to the chat$/);
      await keyboard.press("Enter");
      await tabTo(/^Yes$/);
      await keyboard.press("Enter");
      await visitor.message("I'll write rarely").waitFor();
      await visitor.section("What happens next").getByRole("button").waitFor();
      await tabTo(/^Wind the clock to then$/);
      await keyboard.press("Enter");
      await visitor.button("Why this?").waitFor();
      await tabTo(/^Why this\?$/);
      await keyboard.press("Enter");

      await visitor.message("You said on Tuesday").waitFor();
    });

    test("shows one area at a time on a phone, and never scrolls sideways", async () => {
      const visitor = await openAs("nora", { widthPx: 400, touch: true });
      await visitor.sayYesOnPhone();
      await expectNoSidewaysScroll(visitor);
      await visitor.say("averylongword".repeat(40));
      await expectNoSidewaysScroll(visitor);
      await visitor.button("What it knows").click();
      await visitor.section("Permission").getByText("Yes", { exact: true }).waitFor();
      expect(await visitor.composer.isVisible()).toBe(false);
      await expectNoSidewaysScroll(visitor);
      server.sandbox.deliver("nora", FOLLOW_UP);
      await visitor.page
        .getByRole("navigation", { name: "Areas" })
        .getByRole("button", { name: /Chat/ })
        .getByText("1")
        .waitFor();
      await visitor.page.getByRole("button", { name: /^People/ }).click();
      await visitor.page.getByRole("list", { name: "Channels" }).waitFor();
      await expectNoSidewaysScroll(visitor);
      await visitor.page.getByRole("button", { name: /Direct chat/ }).click();
      await visitor.button("Why this?").waitFor();
      await expectNoSidewaysScroll(visitor);
    });

    test.each([320, 400, 640, 800, 1024, 1280])("fits into %d pixels", async (widthPx) => {
      const visitor = await open({ widthPx });
      await expectNoSidewaysScroll(visitor);
      await visitor.become("sam");
      await expectNoSidewaysScroll(visitor);
    });

    test("follows the system's colours until others are chosen, and remembers those", async () => {
      const visitor = await open({ scheme: "dark" });
      const ground = (): Promise<string> =>
        visitor.page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      const dark = await ground();
      await visitor.button("Switch to light colours").click();
      const light = await ground();
      expect(light).not.toBe(dark);
      await visitor.page.reload();
      await visitor.button("Switch to dark colours").waitFor();

      expect(await ground()).toBe(light);
    });

    test("remembers that the first steps were put away", async () => {
      const visitor = await openAs("nora");
      await visitor.button("Put the first steps away").click();
      await visitor.page.reload();
      await visitor.composer.waitFor();

      expect(await visitor.page.getByRole("region", { name: "First steps" }).count()).toBe(0);
    });
  });
});
