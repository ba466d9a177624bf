import { existsSync } from "node:fs";

import { type Browser, chromium, type Page } from "playwright-core";

import type { FakeServer } from "./fake-server.ts";

const PLACES = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const CHROMIUM = PLACES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Whether a Chromium is on this machine. Without one, the tests of the pages are skipped. */
export const CAN_OPEN_PAGES = CHROMIUM !== null;

if (!CAN_OPEN_PAGES) {
  process.stderr.write(
    "The page's tests are skipped: no Chromium at /usr/bin/chromium, and CHROMIUM_PATH names none.\n",
  );
}

export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === null) {
    throw new Error("no Chromium on this machine");
  }
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-background-networking"] });
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained of, in its console or by an exception. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly widthPx?: number;
  readonly scheme?: "light" | "dark";
  readonly touch?: boolean;
}

/** Opens the page of a server in a browser that has never seen it. */
export async function visit(
  browser: Browser,
  server: FakeServer,
  { widthPx = 1280, scheme = "light", touch = false }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: widthPx, height: 820 },
    colorScheme: scheme,
    reducedMotion: "reduce",
    timezoneId: "UTC",
    hasTouch: touch,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(server.url);
  return { page, complaints, close: () => context.close() };
}
