#!/usr/bin/env node
// Plain JavaScript on purpose: a Node.js that is too old must still get as far as saying so.
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Rekindle needs Node.js 22.18 or later, and this is ${process.versions.node}. In its repository, npm start brings its own.`,
  );
  process.exit(1);
}
// In the repository the sources run as they are; the package has only what was compiled from them.
const sources = new URL("../src/main/cli.ts", import.meta.url);
await import(existsSync(sources) ? sources.href : new URL("../lib/main/cli.js", import.meta.url).href);
