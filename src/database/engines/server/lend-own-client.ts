import { Client, type ClientConfig } from "pg";

import { SECOND_MS } from "../../../kernel/index.ts";
import { toConnectError } from "../../error-translation.ts";
import type { ListenLoan } from "./listen-loans.ts";
import { NOTIFY } from "./sql/notify.ts";

const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
/** Keeps routers from forgetting a connection on which nothing happens. */
const KEEP_ALIVE_AFTER_MS = 30 * SECOND_MS;

/** Makes a connection beside the pool, that ends when it is given back. @throws DatabaseUnavailableError */
export async function lendOwnClient(connection: ClientConfig): Promise<ListenLoan> {
  const client = new Client({
    ...connection,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  client.on("error", () => undefined); // one without any listener would end the process
  try {
    await client.connect();
  } catch (thrown) {
    await end(client);
    throw toConnectError(thrown);
  }
  return { client, giveBack: () => end(client) };
}

/** Notifies a channel on a new connection: those of the pool may be busy, or as dead as the one that is made anew. */
export async function notifyOnOwnClient(connection: ClientConfig, channel: string): Promise<void> {
  const { client, giveBack } = await lendOwnClient(connection);
  try {
    await client.query({ text: NOTIFY.text, values: [channel] });
  } finally {
    await giveBack(false);
  }
}

// Where a query was not answered, the driver does not wait for the server's good-bye either.
async function end(client: Client): Promise<void> {
  try {
    await client.end();
  } catch {
    // it is gone already
  }
}
