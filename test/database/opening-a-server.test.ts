import { inspect } from "node:util";

import { expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { startGreetingServer } from "./greeting-server.ts";

const PASSWORD = "hunter2secret";

async function refusalOf(url: string): Promise<Error & { readonly code?: unknown }> {
  const error: unknown = await openServerDatabase({ url, logger: silentLogger }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) {
    throw new Error("it was opened");
  }
  expect(everythingIn(error)).not.toContain(PASSWORD);
  expect(error.message).not.toContain("\n");
  return error;
}

function everythingIn(error: Error): string {
  const cause = error.cause instanceof Error ? everythingIn(error.cause) : "";
  return inspect(error, { showHidden: true }) + cause;
}

function urlTo(port: number): string {
  return `postgresql://bot:${PASSWORD}@127.0.0.1:${port}/rekindle`;
}

test("a server that is not there is told in one line with host, port and database", async () => {
  const error = await refusalOf(urlTo(1));
  expect(error).toMatchObject({
    code: "DATABASE_SERVER_UNREACHABLE",
    reason: "ECONNREFUSED",
    address: { host: "127.0.0.1", port: 1, database: "rekindle" },
  });
  expect(error.message).toBe(
    'cannot connect to database "rekindle" on 127.0.0.1:1 (ECONNREFUSED): is the server running, and are host and port right?',
  );
});

test("a server that is still starting is told with its reason", async () => {
  const port = await startGreetingServer({ sqlState: "57P03", message: "the database system is starting up" });
  expect(await refusalOf(urlTo(port))).toMatchObject({ code: "DATABASE_SERVER_UNREACHABLE", reason: "57P03" });
});

test("a refused password is told without the password", async () => {
  const port = await startGreetingServer({
    sqlState: "28P01",
    message: 'password authentication failed for user "bot"',
  });
  expect(await refusalOf(urlTo(port))).toMatchObject({ code: "DATABASE_LOGIN_REFUSED" });
});

test("a server that is too old is told with its version", async () => {
  const port = await startGreetingServer({ versionNumber: "130004", version: "13.4 (Debian)" });
  const error = await refusalOf(urlTo(port));
  expect(error).toMatchObject({ code: "DATABASE_SERVER_TOO_OLD", version: "13.4 (Debian)" });
  expect(error.message).toMatch(/runs on PostgreSQL 13\.4 \(Debian\), and 14 or later is needed$/);
});

test.each([
  `mysql://bot:${PASSWORD}@127.0.0.1/rekindle`,
  `postgresql://bot:${PASSWORD}@127.0.0.1:not-a-port/rekindle`,
  `bot:${PASSWORD}`,
  "",
])("a text that is no PostgreSQL URL is refused without being quoted (%#)", async (url) => {
  expect(await refusalOf(url)).toMatchObject({ code: "DATABASE_URL_INVALID" });
});

describeOnServer("opening", (create) => {
  test("a database that does not exist is told with what to do", async () => {
    const url = new URL(await create());
    url.pathname = "/no_such_database";
    const error = await refusalOf(url.href);
    expect(error).toMatchObject({ code: "DATABASE_DOES_NOT_EXIST", address: { database: "no_such_database" } });
    expect(error.message).toContain('"createdb no_such_database"');
  });
});
