import { anyOf, keysOf } from "./patterns.ts";
import type { Clause } from "./text/index.ts";
import tenderData from "./word-lists/tender-signs.json" with { type: "json" };

const TENDER_SIGNS = anyOf(tenderData.signs);
const HARMLESS = anyOf(tenderData.harmless, "g");

/**
 * Whether a message touches death, illness, separation, violence, loss of work, money trouble, faith or sexuality: what nobody
 * wants to be asked about by a machine. Looks wider than it should rather than narrower.
 */
export function readsAsTender(clauses: readonly Clause[]): boolean {
  return clauses.some(({ words }) => TENDER_SIGNS.test(keysOf(words).replace(HARMLESS, " ")));
}
