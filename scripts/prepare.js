/**
 * What npm runs after `npm ci` in the repository: builds the page, so that `npm start` has one to show, and makes a data image of
 * the embedded database, so that the first start and the tests need not wait for one.
 *
 * Plain JavaScript, and it never fails for want of a tool: an installation without development packages has neither vite nor
 * the Node that runs our sources, and needs neither.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PAGE = "src/web/client/vite.config.ts";
const VITE = "node_modules/vite/bin/vite.js";
const DATA_IMAGE = "src/database/engines/embedded/cache-data-image.ts";

/** `node` is the one in node_modules/.bin: npm puts it first. */
function run(...words) {
  const { status } = spawnSync("node", words, { stdio: "inherit" });
  process.exitCode ||= status ?? 1;
}

if (!existsSync(PAGE) || !existsSync(VITE)) {
  console.log("rekindle: nothing to prepare here (no sources of the page, or no development packages)");
} else {
  run(VITE, "build", "--config", PAGE, "--logLevel", "warn");
  run(DATA_IMAGE);
}
