import { invariant } from "../../../kernel/index.ts";
import type { NamedText, Session } from "../../engine.ts";
import { toDatabaseError } from "../../error-translation.ts";
import { SessionStyleError } from "../../errors.ts";
import { parserFor, type TextValue } from "../../values.ts";
import type { ClientLike, PgQuery } from "./pg-types.ts";

/** Makes of a statement what the driver runs. */
export type MakeQuery = (statement: NamedText, values: readonly TextValue[]) => PgQuery;

/** Keeps our prepared statements apart from a host's on the same connection. */
const NAME_PREFIX = "rekindle/";

/** @throws InvariantError when two texts come under one name: they would get each other's prepared statement. */
export function queryMaker(preparedStatements: boolean): MakeQuery {
  const texts = new Map<string, string>();

  return ({ name, text }, values) => {
    const known = texts.get(name);
    invariant(known === undefined || known === text, `two statements are called "${name}"`);
    texts.set(name, text);
    return { text, values, types: OUR_TYPES, ...(preparedStatements ? { name: NAME_PREFIX + name } : {}) };
  };
}

// Handed over with each query: a host's own settings of the driver stay as they are, and do not reach us.
const OUR_TYPES = {
  getTypeParser: (typeId: number, format?: string) => (format === "binary" ? refuseBinary : parserFor(typeId)),
};

function refuseBinary(): never {
  throw new SessionStyleError("results in binary form");
}

/** Runs statements on one connection. */
export function sessionOn(client: ClientLike, makeQuery: MakeQuery): Session {
  return {
    run: async (statement, values) => {
      const query = makeQuery(statement, values);
      try {
        return (await client.query(query)).rows;
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
