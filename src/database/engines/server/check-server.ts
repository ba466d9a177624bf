import { Client, type ClientConfig } from "pg";

import { SECOND_MS } from "../../../kernel/index.ts";
import { sqlStateOf, systemCode } from "../../error-translation.ts";
import {
  DatabaseUrlInvalidError,
  type ServerAddress,
  ServerDatabaseMissingError,
  ServerLoginRefusedError,
  ServerTooOldError,
  ServerUnreachableError,
} from "../../opening-errors.ts";

/** The oldest major version that the conformance suite may be run on. */
const OLDEST_MAJOR_VERSION = 14;
const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;

const DATABASE_MISSING = "3D000";
/** Wrong password; no such user, or no entry in pg_hba.conf. */
const LOGIN_REFUSED = new Set(["28P01", "28000"]);

/**
 * Connects once, so that a wrong address is told when the program starts and not by the first statement.
 *
 * @throws ServerUnreachableError, ServerLoginRefusedError, ServerDatabaseMissingError, ServerTooOldError, DatabaseUrlInvalidError.
 */
export async function checkServer(connection: ClientConfig): Promise<void> {
  const client = createClient(connection);
  const address = { host: client.host, port: client.port, database: client.database ?? "" };
  client.on("error", () => undefined); // whatever breaks also rejects what is awaited below
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; version: string }>(
      "select current_setting('server_version_num') as number, current_setting('server_version') as version",
    );
    assertNewEnough(address, rows[0] ?? { number: "0", version: "unknown" });
  } catch (thrown) {
    throw toOpeningError(address, thrown);
  } finally {
    client.end().catch(() => undefined);
  }
}

/** Whether this is a URL that the driver can read. */
function createClient(connection: ClientConfig): Client {
  if (!/^postgres(ql)?:\/\//.test(connection.connectionString ?? "")) {
    throw new DatabaseUrlInvalidError();
  }
  try {
    return new Client({ ...connection, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  } catch {
    throw new DatabaseUrlInvalidError(); // without the cause: the driver's error holds the URL
  }
}

function assertNewEnough(
  address: ServerAddress,
  { number, version }: { readonly number: string; readonly version: string },
): void {
  if (Number(number) < OLDEST_MAJOR_VERSION * 10_000) {
    throw new ServerTooOldError(address, version, OLDEST_MAJOR_VERSION);
  }
}

function toOpeningError(address: ServerAddress, thrown: unknown): unknown {
  if (thrown instanceof ServerTooOldError) {
    return thrown;
  }
  const sqlState = sqlStateOf(thrown);
  if (sqlState === DATABASE_MISSING) {
    return new ServerDatabaseMissingError(address, thrown);
  }
  if (sqlState !== null && LOGIN_REFUSED.has(sqlState)) {
    return new ServerLoginRefusedError(address, thrown);
  }
  return new ServerUnreachableError(address, sqlState ?? systemCode(thrown), thrown);
}
