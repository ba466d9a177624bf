import { Client, type ClientConfig } from "pg";

import { SECOND_MS } from "../../../kernel/index.ts";
import { toConnectError } from "../../error-translation.ts";
import type { ListenLoan } from "./listen-loans.ts";

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

// Where a query was not answered, the driver does not wait for the server's good-bye either.
async function end(client: Client): Promise<void> {
  try {
    await client.end();
  } catch {
    // it is gone already
  }
}
