/**
 * Before `npm pack` and `npm publish`: compiles the sources into `lib/`, copies what they read beside them, and puts the published
 * `package.json` in place of the repository's. `postpack.ts` brings that back.
 */
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname } from "node:path";

import { type Manifest, publishedManifest } from "./published-manifest.ts";

/** Where the repository's own waits meanwhile. */
const ASIDE = "package.json.repository";

function run(...words: readonly string[]): void {
  // Standard output is for the name of the archive.
  const { status } = spawnSync(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

rmSync("lib", { recursive: true, force: true });
run("scripts/prepare.js"); // the page; npm does not always run it by itself
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");

// Migrations, templates, lists of words.
const READ_AT_RUN_TIME = new Set(["", ".sql", ".json"]);
cpSync("src", "lib", {
  recursive: true,
  filter: (path) => !path.includes("web/client") && (READ_AT_RUN_TIME.has(extname(path)) || !path.includes(".")),
});

const text = readFileSync("package.json", "utf8");
writeFileSync(ASIDE, text);
writeFileSync("package.json", `${JSON.stringify(publishedManifest(JSON.parse(text) as Manifest), null, 2)}\n`);
