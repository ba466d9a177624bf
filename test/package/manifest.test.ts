import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { type Manifest, publishedManifest } from "../../scripts/pack/published-manifest.ts";
import { FRONT_DOORS } from "./front-doors.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const repository = JSON.parse(readFileSync(at("package.json"), "utf8")) as Manifest;

test("the front doors are those that were promised, and each leads to a file", () => {
  expect(Object.keys(repository.exports)).toEqual(FRONT_DOORS.map(([door]) => door.replace(/^rekindle/, ".")));
  for (const source of Object.values(repository.exports)) {
    expect(existsSync(at(source)), source).toBe(true);
  }
});

test("what is published leads to compiled code with types, and names nothing of the repository's own", () => {
  const published = publishedManifest(repository);
  expect(published["exports"]).toMatchObject({
    ".": { types: "./lib/index.d.ts", default: "./lib/index.js" },
    "./scheduler/testing": {
      types: "./lib/entries/scheduler-testing.d.ts",
      default: "./lib/entries/scheduler-testing.js",
    },
    "./package.json": "./package.json",
  });
  expect(Object.keys(published)).not.toContain("devDependencies");
  expect(Object.keys(published)).not.toContain("scripts"); // nothing of ours runs where it is installed
  expect(published["bin"]).toEqual(repository["bin"]);
});

test("the bot brings discord.js and pg, and whoever wants Redis what speaks to it", () => {
  const optional = Object.keys(repository["peerDependenciesMeta"] as object);
  const peers = Object.keys(repository["peerDependencies"] as object);
  expect(peers.filter((name) => !optional.includes(name))).toEqual(["discord.js", "pg"]);
  expect(optional).toEqual(["bullmq", "ioredis"]);
});

test.each(FRONT_DOORS)("%s can be required: nothing behind it waits while it is loaded", async (_door, names) => {
  expect(names).toMatch(/^\{ .+ \}$/);
  const { require } = await import("./require.ts");
  for (const source of Object.values(repository.exports)) {
    expect(typeof require(at(source))).toBe("object");
  }
});
