#!/usr/bin/env node
// Plain JavaScript on purpose: a Node.js that is too old must still get as far as saying so.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Rekindle needs Node.js 22.18 or later, and this is ${process.versions.node}. In this repository, npm start brings its own.`,
  );
  process.exit(1);
}
await import("../src/main/cli.ts");
