import { servicesConformance } from "./conformance/services.conformance.ts";
import { transactionsConformance } from "./conformance/transactions.conformance.ts";
import { valuesConformance } from "./conformance/values.conformance.ts";
import type { OpenDatabase } from "./testing/index.ts";

/** What a database may leave out, each with its reason. */
export interface ConformanceExceptions {
  /** It cannot LISTEN. */
  readonly notifications?: string;
}

/** What every database promises. */
export function databaseConformance(open: OpenDatabase, exceptions: ConformanceExceptions = {}): void {
  valuesConformance(open);
  transactionsConformance(open);
  servicesConformance(open, exceptions);
}
