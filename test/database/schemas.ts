import { Client } from "pg";
import { afterAll, beforeAll } from "vitest";

import { createTestServerDatabase } from "../../src/database/testing/open-test-database.ts";

/** Makes an empty schema and says the URL on which it is the only one. To be called inside a test. */
export type CreateSchema = (settings?: readonly string[]) => Promise<string>;

/** One database for a suite, and in it a schema of its own for each test that asks: a new database a test would take its time. */
export function useSchemas(): CreateSchema {
  let url = "";
  let administrator: Client | null = null;
  let drop: () => Promise<void> = () => Promise.resolve();
  let count = 0;

  beforeAll(async () => {
    ({ url, drop } = await createTestServerDatabase());
    administrator = new Client({ connectionString: url });
    await administrator.connect();
  });
  afterAll(async () => {
    await administrator?.end();
    await drop();
  });

  return async (settings = []) => {
    count += 1;
    await administrator?.query(`create schema test_${count}`);
    const own = new URL(url);
    own.searchParams.set(
      "options",
      [`search_path=test_${count}`, ...settings].map((setting) => `-c ${setting}`).join(" "),
    );
    return own.href.replaceAll("+", "%20");
  };
}
