import { servicesConformance } from "./conformance/services.conformance.ts";
import { transactionsConformance } from "./conformance/transactions.conformance.ts";
import { valuesConformance } from "./conformance/values.conformance.ts";
import type { OpenDatabase } from "./testing/index.ts";

/** What every database promises. */
export function databaseConformance(open: OpenDatabase): void {
  valuesConformance(open);
  transactionsConformance(open);
  servicesConformance(open);
}
