import type { Database, Transaction } from "../../database-types.ts";
import type { Session } from "../../engine.ts";
import { sqlStateOf } from "../../error-translation.ts";
import { TransactionEndedError } from "../../errors.ts";
import { databaseClock } from "../../time-sources.ts";
import { createTransactionScope } from "../../transaction-scope.ts";
import type { TextValue } from "../../values.ts";
import { queryMaker, sessionOn } from "./client-session.ts";
import { readByType } from "./foreign-rows.ts";
import type { ClientLike, PgField } from "./pg-types.ts";

/**
 * Runs one statement of the open transaction through something that is no client of `pg`, but has one inside: parameters are text
 * and must reach the server as they are. Results may be parsed in the library's own way, for which `fields` is asked; without it
 * `bigint` has to come as a number or text, `timestamptz` as a `Date`, and JSON parsed.
 */
export type StatementRunner = (
  text: string,
  values: readonly TextValue[],
) => Promise<{ readonly rows: readonly unknown[]; readonly fields?: readonly PgField[] }>;

/**
 * A transaction that somebody else began, and will commit or roll back, as a {@link Transaction}: what is written through it, a
 * scheduled job for one, is there if and only if they commit. Nothing of ours begins, ends or outlives it: no statement is
 * prepared, no setting changed.
 *
 * `client` is the very client of `pg` on which it is open, which query builders and mappers hand out (`transaction.client` or the
 * like); of others it is a function that runs a statement on it.
 *
 * It is not known when it ends: `ownCommit` is `false`, and `afterCommit` calls nothing back. Nor is its code guarded against
 * awaiting something else meanwhile.
 *
 * @param database - whose clock rules; the server's own where it is left out.
 * @throws TransactionEndedError at each statement, where the client can tell that it is in no transaction.
 */
export function transactionFromClient(
  client: ClientLike | StatementRunner,
  database: Pick<Database, "timeSource"> = { timeSource: databaseClock },
): Transaction {
  const session = typeof client === "function" ? sessionOn(asClient(client), queryMaker(false)) : checked(client);
  return createTransactionScope(session, { timeSource: database.timeSource, ownCommit: false }).transaction;
}

function checked(client: ClientLike): Session {
  const session = sessionOn(client, queryMaker(false));

  // Outside of a transaction everything would be stored at once, whatever the caller does afterwards.
  function assertOpen(): void {
    if ("totalCount" in client || client.getTransactionStatus?.() === "I") {
      throw new TransactionEndedError();
    }
  }

  return {
    run: async (statement, values) => {
      assertOpen();
      return session.run(statement, values);
    },
    script: async (sql) => {
      assertOpen();
      await session.script(sql);
    },
  };
}

function asClient(run: StatementRunner): ClientLike {
  return {
    query: async (query) => {
      if (typeof query === "string") {
        await unwrapped(() => run(query, [])); // a script, whose results nobody asks for
        return { rows: [] };
      }
      const { rows, fields = [] } = await unwrapped(() => run(query.text, query.values ?? []));
      return { rows: rows.map((row) => readByType(row, fields)) };
    },
  };
}

// Libraries put errors of their own around what the server said.
async function unwrapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof Error && sqlStateOf(thrown.cause) !== null ? thrown.cause : thrown;
  }
}
