/**
 * All that must hold before a change goes in: `npm run check`. The steps run one after another, all of them, so that one run
 * shows everything; the last lines say which failed. `npm run check -- lint types` runs only those.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

interface Step {
  readonly name: string;
  readonly commands: readonly (readonly string[])[];
}

const CLIENT_PROJECTS = ["src/web/client/tsconfig.json", "src/web/client/tsconfig.vite.json"].filter((path) =>
  existsSync(path),
);

const STEPS: readonly Step[] = [
  { name: "format", commands: [["prettier", "--check", "--log-level", "warn", "."]] },
  { name: "lint", commands: [["eslint", "--max-warnings", "0", "."]] },
  { name: "types", commands: [["tsc"], ...CLIENT_PROJECTS.map((project) => ["tsc", "-p", project])] },
  { name: "boundaries", commands: [["depcruise", "src", "--config", ".dependency-cruiser.cjs"]] },
  { name: "unused", commands: [["knip"]] },
  { name: "documents", commands: [["node", "scripts/write-docs.ts", "--check"]] },
  { name: "tests", commands: [["vitest", "run"]] },
];

function succeeds([command = "", ...rest]: readonly string[]): boolean {
  const { status, error } = spawnSync(command, rest, { stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) {
    console.error(`${command} could not be run (${error.message}): is it \`npm run check\`?`);
  }
  return status === 0;
}

function chosenSteps(names: readonly string[]): readonly Step[] {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`no such step: ${unknown.join(", ")}. There are: ${STEPS.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  return names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name));
}

const results = chosenSteps(process.argv.slice(2)).map(({ name, commands }) => {
  console.log(`\n── ${name} ──`);
  const begunMs = performance.now();
  const passed = commands.map(succeeds).every(Boolean); // all commands of a step run, too
  return { name, passed, seconds: Math.round((performance.now() - begunMs) / 1000) };
});

console.log("\n── check ──");
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
