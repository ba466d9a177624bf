import type { Variable } from "../../src/main/variable-kinds.ts";
import { VARIABLES } from "../../src/main/variables.ts";

/** `docs/configuration.md`, from the table that the program reads its environment with. */
export function configurationPage(): string {
  const rows = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, { fallback, allowed, meaning }]) =>
      `| \`${name}\` | ${(fallback ?? "") === "" ? "–" : `\`${fallback}\``} | ${allowed} | ${meaning} |`,
  );
  return [
    "# Configuration",
    "",
    "Rekindle is configured by environment variables; a `.env` file in the folder that it is started in is read too, and what is",
    "set in the environment wins. An empty value counts as not set. A wrong value stops the start with a message that names the",
    "variable, the value, and what is allowed, for all wrong values at once. Written by `npm run docs` from `src/main/variables.ts`.",
    "",
    "| name | default | allowed | meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
