import type { Database, Transaction } from "./database-types.ts";
import { SerializationError } from "./errors.ts";

/** One conflict is chance; several in a row are a pattern that repeating does not cure. */
const TRIES = 3;

/** Runs a transaction, and again where it met another one (a deadlock, say). `work` must do nothing outside it. */
export async function transactionRepeated<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(work);
    } catch (thrown) {
      if (!(thrown instanceof SerializationError) || attempt === TRIES) {
        throw thrown;
      }
    }
  }
}
