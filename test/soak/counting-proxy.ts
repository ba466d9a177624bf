import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Stands between clients and their PostgreSQL server and counts what they ask for, on all connections. */
export interface CountingProxy {
  /** The URL with the proxy in the server's place. */
  readonly url: string;
  /** Statements until now: simple queries, and executions of prepared ones. */
  count(): number;
  close(): void;
}

const LENGTH_BYTES = 4;
const SIMPLE_QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);

export async function startCountingProxy(url: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(url);
  let count = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    const read = messageReader((type) => {
      count += type === SIMPLE_QUERY || type === EXECUTE ? 1 : 0;
    });
    client.on("data", read);
    client.pipe(server).pipe(client);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const own = new URL(url);
  own.port = String(typeof address === "object" && address !== null ? address.port : 0);
  return { url: own.href, count: () => count, close: () => void proxy.close() };
}

/** Tells the type of each message of a client; its first one, the start-up, has none. */
function messageReader(onMessage: (type: number) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let typeBytes = 0;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= typeBytes + LENGTH_BYTES) {
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) {
        return;
      }
      if (typeBytes > 0) {
        onMessage(rest.readUInt8(0));
      }
      rest = rest.subarray(length);
      typeBytes = 1;
    }
  };
}
