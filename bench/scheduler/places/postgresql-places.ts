import { setTimeout as wait } from "node:timers/promises";

import { Client } from "pg";

import type { Contender } from "../contender.ts";
import { nowMs } from "../figures.ts";
import type { Places } from "./places.ts";

const POLL_MS = 5;
const LONGEST_LEAVE_MS = 1000;

/** One database with the contender's tables, and a copy of it for each measurement. */
export async function postgresqlPlaces(contender: Contender, serverUrl: string): Promise<Places> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  const template = `bench_${contender.id.replaceAll("-", "_")}_${process.pid}`;
  await admin.query(`create database ${template}`);
  await contender.prepare(urlOf(serverUrl, template));
  const copies = new Set<string>();
  let made = 0;
  let closed: Promise<void> | null = null;

  async function drop(name: string): Promise<void> {
    copies.delete(name);
    await untilLeft(admin, name);
    await admin.query(`drop database if exists ${name} with (force)`);
  }

  async function closeOnce(): Promise<void> {
    for (const name of [...copies, template]) {
      await drop(name);
    }
    await admin.end();
  }

  return {
    fresh: async () => {
      made += 1;
      const name = `${template}_${made}`;
      copies.add(name);
      await admin.query(`create database ${name} template ${template}`);
      const address = urlOf(serverUrl, name);
      return {
        address,
        vacuum: () => runAlone(address, "vacuum analyze"),
        checkpoint: () => runAlone(address, "checkpoint"),
        remove: () => drop(name),
      };
    },
    close: () => {
      closed ??= closeOnce();
      return closed;
    },
  };
}

/** A client that was ended may stay for a moment longer. Whoever stays for more than that is thrown out. */
async function untilLeft(admin: Client, name: string): Promise<void> {
  const sinceMs = nowMs();
  let clients = 1;
  while (clients > 0 && nowMs() - sinceMs < LONGEST_LEAVE_MS) {
    const { rows } = await admin.query<{ clients: number }>(
      "select count(*)::integer as clients from pg_stat_activity where datname = $1",
      [name],
    );
    clients = rows[0]?.clients ?? 0;
    await wait(clients > 0 ? POLL_MS : 0);
  }
}

async function runAlone(address: string, command: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(command);
  await client.end();
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Settings without which a commit may be lost, and how they stand. */
export interface Durability {
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly full_page_writes: string;
  readonly server_version: string;
}

export async function readDurability(serverUrl: string): Promise<Durability> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<Durability>(`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
      current_setting('full_page_writes') as full_page_writes, current_setting('server_version') as server_version`);
  await client.end();
  const [durability] = rows;
  if (durability === undefined) {
    throw new Error("a select without a table has one row");
  }
  return durability;
}
