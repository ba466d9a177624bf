import { randomUUID } from "node:crypto";

import { Client } from "pg";

import { invariant } from "../../kernel/index.ts";

/** Where a test keeps its tables: where it is, and how it is removed. */
export interface TestPlace {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** An empty database with a name of its own on the server that `DATABASE_URL` names. */
export function createTestServerDatabase(): Promise<TestPlace> {
  const serverUrl = process.env["DATABASE_URL"];
  invariant(serverUrl !== undefined && serverUrl !== "", "a test on a server needs DATABASE_URL");
  return createEmptyServerDatabase(serverUrl, `rekindle_test_${randomUUID().replaceAll("-", "")}`);
}

/** Makes an empty database on the server that `serverUrl` names. `drop` removes it, whoever is still connected. */
export async function createEmptyServerDatabase(serverUrl: string, name: string): Promise<TestPlace> {
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
