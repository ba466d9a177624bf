import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { VARIABLES } from "../../src/main/variables.ts";
import { startProgram } from "../program.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Read by other programs, or by Node. */
const NOT_OURS = new Set(["NODE_ENV", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"]);
/** For a part that may not be installed, so it is not in the table of variables everywhere. */
const OPTIONAL = new Set(["REDIS_URL"]);

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly build?: string;
        readonly image?: string;
        readonly profiles?: readonly string[];
        readonly environment?: Readonly<Record<string, string>>;
        readonly volumes: readonly string[];
        readonly depends_on?: Readonly<Record<string, { readonly required: boolean }>>;
      }
    >
  >;
  readonly volumes: Readonly<Record<string, null>>;
}

function readRoot(path: string): Promise<string> {
  return readFile(`${ROOT}${path}`, "utf8");
}

async function readCompose(): Promise<Compose> {
  const requireOfKnip = createRequire(createRequire(import.meta.url).resolve("knip"));
  const { parse } = requireOfKnip("yaml") as { readonly parse: (text: string) => unknown }; // which brings one
  return parse(await readRoot("compose.yaml")) as Compose;
}

function expectKnown(variables: Iterable<string>): void {
  const unknown = [...variables].filter((name) => !(name in VARIABLES) && !NOT_OURS.has(name) && !OPTIONAL.has(name));
  expect(unknown).toEqual([]);
}

/** Names of variables in a text, as they are written in it. */
function variablesIn(text: string): Set<string> {
  return new Set(
    text.match(/\b(DISCORD|DATABASE|REDIS|REKINDLE|FOLLOW_UP|LLM|POSTGRES|NODE_ENV)(_[A-Z_]+)?(?==)/g) ?? [],
  );
}

describe("what the files for servers name is there:", () => {
  test("the Dockerfile: its files, variables, version of Node, and a user who is not root", async () => {
    const text = await readRoot("Dockerfile");
    const copied = [...text.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths = ""]) => paths.split(" "));
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !existsSync(ROOT + path.replace("/app/", "")))).toEqual([]);
    const [, command = "[]"] = /^CMD (.+)$/m.exec(text) ?? [];
    expect(existsSync(ROOT + String((JSON.parse(command) as string[])[1]))).toBe(true);
    expectKnown(variablesIn(text));
    const { engines } = JSON.parse(await readRoot("package.json")) as { readonly engines: { readonly node: string } };
    const [, major] = /^>=(\d+)\./.exec(engines.node) ?? [];
    expect([...text.matchAll(/^FROM node:(\d+)-slim/gm)].map(([, version]) => version)).toEqual([major, major]);
    expect(text.indexOf("USER node")).toBeGreaterThan(text.indexOf("chown node:node /data"));
  });

  test("the Dockerfile's health check finds a program that runs, and no other", { timeout: 60_000 }, async () => {
    const [, json = "[]"] = /^ {2}CMD (\[.+\])$/m.exec(await readRoot("Dockerfile")) ?? [];
    const [, , source = ""] = JSON.parse(json) as string[];
    expect(source).toContain(`|| ${VARIABLES.REKINDLE_PORT.fallback}}`);
    const program = await startProgram();
    const check = (): number | null =>
      spawnSync(process.execPath, ["-e", source], { env: { REKINDLE_PORT: new URL(program.url).port } }).status;
    expect(check()).toBe(0);
    await program.stop();
    expect(check()).toBe(1);
  });

  test("compose.yaml: one service without a profile, its volumes and its variables", async () => {
    const text = await readRoot("compose.yaml");
    const { services, volumes } = await readCompose();
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name, { build }]) => [name, build])).toEqual([["rekindle", "."]]);
    for (const { environment = {}, volumes: mounted, depends_on: needed = {} } of Object.values(services)) {
      expectKnown(Object.keys(environment));
      expect(mounted.filter((volume) => !((volume.split(":")[0] ?? "") in volumes))).toEqual([]);
      expect(Object.entries(needed).filter(([name, { required }]) => required || !(name in services))).toEqual([]);
    }
    const [mount] = services["rekindle"]?.volumes ?? [];
    expect(mount?.split(":")[1]).toBe(services["rekindle"]?.environment?.["REKINDLE_DATA_DIR"]);
    expectKnown(variablesIn(text));
  });

  test("the unit for systemd: its program, its folders and its variables", async () => {
    const text = await readRoot("deploy/rekindle.service");
    const values = (name: string): string[] =>
      [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);
    const [start = ""] = values("ExecStart");
    expect(existsSync(ROOT + (start.split(" ")[1] ?? ""))).toBe(true);
    const environment = values("Environment");
    expectKnown(environment.map((line) => line.split("=")[0] ?? ""));
    expect(environment).toContain(`REKINDLE_DATA_DIR=/var/lib/${values("StateDirectory")[0] ?? ""}`);
    const guide = await readRoot("docs/operations.md");
    for (const path of [...values("WorkingDirectory"), ...values("EnvironmentFile"), "deploy/rekindle.service"]) {
      expect(guide).toContain(path);
    }
  });
});
