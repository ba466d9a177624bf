import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { COMMON_JS, ES_MODULE, PRINTED, TYPESCRIPT } from "../package/front-doors.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TYPESCRIPT_COMPILER = join(ROOT, "node_modules/typescript/bin/tsc");

/** Installed from the cache where it can be; what is missing there comes from the registry. */
const INSTALL = ["install", "--prefer-offline", "--no-audit", "--no-fund"];

/** The oldest that the package is for. */
const OLDEST_NODE = "22.18.0";

let folder = "";
let project = "";
let node = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rekindle-package-"));
  const archive = await pack(join(folder, "repository"));
  project = join(folder, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), `{ "name": "empty", "private": true }`);
  await run("npm", [...INSTALL, archive], { cwd: project });
  node = await oldestNode(join(folder, "node"));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm pack` in a copy, since it puts another `package.json` in place for a while. Says where the archive is. */
async function pack(copy: string): Promise<string> {
  const { stdout } = await run("git", ["ls-files", "-z"], { cwd: ROOT });
  for (const file of stdout.split("\0").filter((name) => name !== "")) {
    await cp(join(ROOT, file), join(copy, file));
  }
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  await run("npm", ["pack"], { cwd: copy, maxBuffer: 1e8 });
  const archive = (await readdir(copy)).find((file) => file.endsWith(".tgz"));
  return join(copy, archive ?? "there is none");
}

/** Where it cannot be had, the Node.js that runs this test. */
async function oldestNode(where: string): Promise<string> {
  await mkdir(where);
  await writeFile(join(where, "package.json"), `{ "private": true, "allowScripts": { "node": true } }`);
  try {
    await run("npm", [...INSTALL, `node@${OLDEST_NODE}`], { cwd: where });
    const path = join(where, "node_modules/node/bin/node");
    await run(path, ["--version"]);
    return path;
  } catch {
    return process.execPath;
  }
}

async function runFile(name: string, text: string): Promise<string> {
  await writeFile(join(project, name), text);
  onTestFinished(() => rm(join(project, "data"), { recursive: true, force: true }));
  return (await run(node, ["--no-warnings", name], { cwd: project })).stdout;
}

describe("the packed package, in an empty project", () => {
  test("is imported by JavaScript", async () => {
    expect(await runFile("use.mjs", ES_MODULE)).toBe(PRINTED);
  }, 60_000);

  test("is required by CommonJS", async () => {
    expect(await runFile("use.cjs", COMMON_JS)).toBe(PRINTED);
  }, 60_000);

  test.each(["use.mts", "use.cts"])(
    "has types for TypeScript's nodenext: %s",
    async (file) => {
      await writeFile(join(project, file), TYPESCRIPT);
      const compilerOptions = { module: "nodenext", strict: true, noEmit: true, skipLibCheck: true, types: [] };
      await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const { stdout } = await run(process.execPath, [TYPESCRIPT_COMPILER, "-p", project]).catch((thrown: unknown) => {
        throw new Error(String((thrown as { readonly stdout?: string }).stdout), { cause: thrown });
      });
      expect(stdout).toBe("");
    },
    60_000,
  );

  test("holds compiled code, and neither sources nor tests", async () => {
    const files = await readdir(join(project, "node_modules/rekindle"), { recursive: true });
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|(^|\/)(src|test|scripts)\//.test(file))).toEqual([]);
    expect(files).toContain("dist/web/index.html");
  });

  test("npx rekindle is the sandbox, and healthy", async () => {
    const empty = await mkdtemp(join(folder, "empty-"));
    const { PATH, HOME } = process.env;
    const child = spawn(node, [join(project, "node_modules/.bin/rekindle")], {
      cwd: empty,
      env: { PATH, HOME, REKINDLE_PORT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => end(child));
    const url = await addressOf(child);
    const response = await fetch(new URL("/healthz", url));
    expect(response.status).toBe(200);
    const page = await (await fetch(url)).text();
    expect(page).toContain("<title>Rekindle");
  }, 60_000);
});

async function addressOf(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const found = /ready: (http:\S+)/.exec(line)?.[1];
    if (found !== undefined) {
      return found;
    }
    printed.push(line);
  }
  throw new Error(`the program ended before it was ready:\n${printed.join("\n")}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  }
}
