import type { Database, Queryable } from "../../src/database/index.ts";

/** A database whose statements are counted. */
export interface CountedDatabase {
  readonly database: Database;
  /** What was asked for until now: statements, and the beginning and the end of each transaction. */
  count(): number;
  /** Resolves when nothing that was asked for is left without an answer, nor comes up in the next turns. */
  quiet(): Promise<void>;
}

/** Turns of the event loop in which whoever was just woken has asked what it wants to ask. */
const TURNS = 10;

export function countStatements(database: Database): CountedDatabase {
  let count = 0;
  let open = 0;

  async function during<Answer>(statements: number, ask: () => Promise<Answer>): Promise<Answer> {
    count += statements;
    open += 1;
    try {
      return await ask();
    } finally {
      open -= 1;
    }
  }

  function counted(target: Queryable): Queryable["run"] {
    return (statement, parameters) => during(1, () => target.run(statement, parameters));
  }

  return {
    database: {
      ...database,
      get timeSource() {
        return database.timeSource;
      },
      run: counted(database),
      transaction: (work) =>
        during(2, () =>
          database.transaction((transaction) =>
            work({
              ...transaction,
              run: counted(transaction),
              script: (sql) => during(1, () => transaction.script(sql)),
            }),
          ),
        ),
      listen: (...subscription) => during(1, () => database.listen(...subscription)),
    },
    count: () => count,
    quiet: async () => {
      for (let turns = 0; turns < TURNS; turns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (open > 0) {
          turns = 0;
        }
      }
    },
  };
}
