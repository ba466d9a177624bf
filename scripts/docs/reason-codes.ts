/** The table of reason codes that stands in `docs/follow-up-lifecycle.md`. */
import { REASON_CODES, REASON_WORDS } from "../../src/vocabulary/index.ts";

import { cell } from "./source-files.ts";

export function reasonCodesTable(): string {
  return [
    "| code | in words |",
    "| --- | --- |",
    ...REASON_CODES.map((code) => `| \`${code}\` | ${cell(REASON_WORDS[code])} |`),
  ].join("\n");
}
