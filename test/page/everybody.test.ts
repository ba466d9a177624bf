import { describe, expect, test } from "vitest";

import { CAN_OPEN_PAGES } from "./browser.ts";
import { FOLLOW_UP } from "./fake-words.ts";
import { pageStage } from "./page-stage.ts";
import type { Visitor } from "./visitor.ts";

async function expectNoSidewaysScroll({ page }: Visitor): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
}

const stage = pageStage();

describe.skipIf(!CAN_OPEN_PAGES)("everybody can use it", () => {
  test("goes the whole way by keyboard alone", async () => {
    const visitor = await stage.open();
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
    await visitor.page.locator("textarea:focus").waitFor();
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
    const visitor = await stage.openAs("nora", { widthPx: 400, touch: true });
    await visitor.sayYesOnPhone();
    await expectNoSidewaysScroll(visitor);
    await visitor.say("averylongword".repeat(40));
    await expectNoSidewaysScroll(visitor);
    await visitor.button("What it knows").click();
    await visitor.section("Permission").getByText("Yes", { exact: true }).waitFor();
    expect(await visitor.composer.isVisible()).toBe(false);
    await expectNoSidewaysScroll(visitor);
    stage.server.sandbox.deliver("nora", FOLLOW_UP);
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
    const visitor = await stage.open({ widthPx });
    await expectNoSidewaysScroll(visitor);
    await visitor.become("sam");
    await expectNoSidewaysScroll(visitor);
  });

  test("follows the system's colours until others are chosen, and remembers those", async () => {
    const visitor = await stage.open({ scheme: "dark" });
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
    const visitor = await stage.openAs("nora");
    await visitor.button("Put the first steps away").click();
    await visitor.page.reload();
    await visitor.composer.waitFor();

    expect(await visitor.page.getByRole("region", { name: "First steps" }).count()).toBe(0);
  });
});
