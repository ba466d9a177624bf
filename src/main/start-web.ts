import { fileURLToPath } from "node:url";

import { ADMIN_NAME, advanceSandboxTime, sandboxPlace } from "../delivery/platforms/sandbox/index.ts";
import { createWebServer, PortTakenError, type WebServer } from "../web/index.ts";
import type { ProgramParts } from "./bot-for.ts";
import type { ResolvedOptions } from "./rekindle-options.ts";
import { VERSION } from "./version.ts";

/**
 * Serves HTTP, where that is wanted. The sandbox is nothing without its page; a bot goes on without its health page.
 *
 * @returns `null` where nothing is served.
 */
export async function startWeb(options: ResolvedOptions, parts: ProgramParts): Promise<WebServer | null> {
  if (options.web === null) {
    return null;
  }
  const web = createWeb(options, options.web, parts);
  try {
    await web.start();
    return web;
  } catch (thrown) {
    if (options.platform.mode === "live" && thrown instanceof PortTakenError) {
      options.logger.warn({ error: thrown.message }, "there is no health page: its port is taken");
      return null;
    }
    throw thrown;
  }
}

function createWeb(
  { logger, model }: ResolvedOptions,
  web: NonNullable<ResolvedOptions["web"]>,
  { database, followUps, connected }: ProgramParts,
): WebServer {
  const { inbox, sandbox } = connected;
  return createWebServer({
    ...web,
    logger,
    pagesFolder: fileURLToPath(new URL("../../dist/web", import.meta.url)),
    checkReady: async () => {
      await database.now();
    },
    sandbox:
      sandbox === null
        ? null
        : {
            database,
            followUps,
            inbox,
            chat: sandbox.chat,
            adminName: ADMIN_NAME,
            modelConfigured: model !== null,
            version: VERSION,
            post: (message) => sandbox.post(message),
            press: (press) => sandbox.press(press),
            placeOf: sandboxPlace,
            advance: (moment) => advanceSandboxTime(database, moment),
          },
  });
}
