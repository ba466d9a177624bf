/**
 * What npm runs after `npm ci` in the repository: builds the page, so that `npm start` has one to show.
 *
 * Plain JavaScript, and it never fails for want of a tool: an installation without development packages has neither vite nor
 * the Node that runs our sources, and needs no page.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const CONFIGURATION = "src/web/client/vite.config.ts";
const VITE = "node_modules/vite/bin/vite.js";

if (!existsSync(CONFIGURATION) || !existsSync(VITE)) {
  console.log("rekindle: the page is not built here (no sources of it, or no development packages)");
} else {
  // `node` is the one in node_modules/.bin: npm puts it first.
  const { status } = spawnSync("node", [VITE, "build", "--config", CONFIGURATION, "--logLevel", "warn"], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
