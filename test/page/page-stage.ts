import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";

import { CAN_OPEN_PAGES, launchChromium, type Visit, visit, type VisitOptions } from "./browser.ts";
import { FakeServer } from "./fake-server.ts";
import { Visitor } from "./visitor.ts";

const CONFIG = fileURLToPath(new URL("../../src/web/client/vite.config.ts", import.meta.url));

/** The built page, a fake server and a browser; what a test opens is closed after it, and must have passed without a complaint. */
export interface PageStage {
  readonly server: FakeServer;
  /** Requests that a test makes fail are named in the browser's console; everything else there is a fault. */
  expectedComplaint: RegExp | null;
  /** Opens the page in a browser that has never seen it. */
  open(options?: VisitOptions): Promise<Visitor>;
  /** The same, as a person. */
  openAs(name: string, options?: VisitOptions): Promise<Visitor>;
}

/** Sets the stage for the tests of a file. */
export function pageStage(): PageStage {
  let browser: Browser | null = null;
  let pageDir = "";
  let server: FakeServer | null = null;
  let visits: Visit[] = [];

  async function open(options: VisitOptions = {}): Promise<Visitor> {
    const opened = await visit(needed(browser), needed(server), options);
    visits.push(opened);
    return new Visitor(opened.page);
  }

  const stage: PageStage = {
    get server() {
      return needed(server);
    },
    expectedComplaint: null,
    open,
    openAs: async (name, options) => {
      const visitor = await open(options);
      await visitor.become(name);
      return visitor;
    },
  };

  beforeAll(async () => {
    if (CAN_OPEN_PAGES) {
      pageDir = await mkdtemp(join(tmpdir(), "rekindle-page-"));
      await build({ configFile: CONFIG, logLevel: "warn", build: { outDir: pageDir } });
      browser = await launchChromium();
    }
  });

  afterAll(async () => {
    await browser?.close();
    await rm(pageDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    visits = [];
    stage.expectedComplaint = null;
    server = new FakeServer(pageDir);
    await server.start();
  });

  afterEach(async () => {
    await Promise.all(visits.map((one) => one.close()));
    await stage.server.stop();
    const complaints = visits
      .flatMap((one) => one.complaints)
      .filter((words) => stage.expectedComplaint?.test(words) !== true);
    expect(complaints, "what the browser complained of").toEqual([]);
    expect(stage.server.surprises, "what the server was asked that is not in the contract").toEqual([]);
  });

  return stage;
}

function needed<Value>(value: Value | null): Value {
  if (value === null) {
    throw new Error("the stage is not set");
  }
  return value;
}
