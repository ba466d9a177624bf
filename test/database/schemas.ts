import { afterAll } from "vitest";

import { serverSchemas } from "../../src/database/testing/server-schemas.ts";

/** Makes an empty schema and says the URL on which it is the only one. */
export type CreateSchema = (settings?: readonly string[]) => Promise<string>;

/** One database for a suite, and in it a schema of its own for each test that asks. */
export function useSchemas(): CreateSchema {
  const schemas = serverSchemas();
  afterAll(() => schemas.drop());
  return async (settings) => (await schemas.make(settings)).url;
}
