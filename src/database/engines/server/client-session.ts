import type { ClientBase, QueryConfig } from "pg";

import { invariant } from "../../../kernel/index.ts";
import type { NamedText, Session } from "../../engine.ts";
import { toDatabaseError } from "../../error-translation.ts";
import { parserFor, type TextValue } from "../../values.ts";

/** Makes of a statement what the driver runs. */
export type MakeQuery = (statement: NamedText, values: readonly TextValue[]) => QueryConfig;

/** @throws InvariantError when two texts come under one name: they would get each other's prepared statement. */
export function queryMaker(preparedStatements: boolean): MakeQuery {
  const texts = new Map<string, string>();
  // Handed over with each query: a host's own settings of the driver stay as they are.
  const types = { getTypeParser: (typeId: number) => parserFor(typeId) };

  return ({ name, text }, values) => {
    const known = texts.get(name);
    invariant(known === undefined || known === text, `two statements are called "${name}"`);
    texts.set(name, text);
    return { text, values: [...values], types, ...(preparedStatements ? { name } : {}) };
  };
}

/** Runs statements on one connection. */
export function sessionOn(client: ClientBase, makeQuery: MakeQuery): Session {
  return {
    run: async (statement, values) => {
      const query = makeQuery(statement, values);
      try {
        const { rows } = await client.query<Record<string, unknown>>(query);
        return rows;
      } catch (thrown) {
        throw toDatabaseError(thrown, statement.name);
      }
    },
    script: async (sql) => {
      try {
        await client.query(sql);
      } catch (thrown) {
        throw toDatabaseError(thrown, "script");
      }
    },
  };
}
