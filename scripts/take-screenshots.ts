/**
 * Takes the pictures of the README and of a look-over: the real program, driven in Chromium the way a newcomer would. The first
 * picture goes to docs/images; with a folder as argument all of them go there (light, dark, 400 px wide).
 */
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";

import { launchChromium } from "../test/page/browser.ts";
import { Visitor } from "../test/page/visitor.ts";
import { startProgram } from "../test/program.ts";

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

const LOOKS: readonly Look[] = [
  { name: "light", width: 1360, height: 860, scheme: "light" },
  { name: "dark", width: 1360, height: 860, scheme: "dark" },
  { name: "narrow", width: 400, height: 800, scheme: "light" },
];

async function open(browser: Browser, url: string, { width, height, scheme }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    timezoneId: "UTC",
    locale: "en-GB",
    reducedMotion: "reduce",
    deviceScaleFactor: width < 500 ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Talks, says yes, winds two days, and waits for the follow-up. */
async function wholeWay(page: Page, name: string): Promise<void> {
  const visitor = new Visitor(page);
  await visitor.become(name);
  for (const text of [
    "hi there! long week so far",
    "coffee keeps me going",
    "My biology exam was this morning and I'm still so stressed about it",
  ]) {
    await visitor.say(text);
  }
  await visitor.button("Yes").click();
  await page.getByRole("button", { name: "+2 days" }).click();
  await page.getByRole("button", { name: "Why this?" }).waitFor();
}

async function main(folder: string | undefined): Promise<void> {
  const program = await startProgram();
  const browser = await launchChromium();
  try {
    for (const [index, look] of LOOKS.entries()) {
      const page = await open(browser, program.url, look);
      const picture = (step: string): Promise<unknown> =>
        folder === undefined ? Promise.resolve() : page.screenshot({ path: join(folder, `${look.name}-${step}.png`) });
      await page.getByRole("textbox", { name: /Who do you want to be/ }).waitFor();
      await picture("1-welcome");
      await wholeWay(page, ["nora", "ines", "tom"][index] ?? "nora");
      await picture("2-follow-up");
      await page.getByRole("button", { name: "Why this?" }).click();
      await page.getByText("You told me about it").first().waitFor();
      await picture("3-why");
      if (index === 0) {
        await page.screenshot({ path: "docs/images/sandbox.png" });
      }
    }
  } finally {
    await browser.close();
    await program.stop();
  }
}

await main(process.argv[2]);
