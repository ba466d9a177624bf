import { Client } from "pg";

/** Makes an empty database on the server that `serverUrl` names. `drop` removes it, whoever is still connected. */
export async function createEmptyServerDatabase(
  serverUrl: string,
  name: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
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
