import { createServer, connect, type Socket } from "node:net";

import { onTestFinished } from "vitest";

/** Stands between a client and its server, and does what networks do. Ends after the test. */
export interface TcpProxy {
  /** The URL with the proxy in the server's place. */
  readonly url: string;
  /** From now on nothing comes through on the connections that there are, and nobody is told. New ones are fine. */
  swallow(): void;
  /** Ends all connections at once. */
  drop(): void;
  /** Whether new connections are refused. */
  refuse(refused: boolean): void;
  /** Connections whose client has not ended them. */
  open(): number;
}

export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; silent: boolean }>();
  let refused = false;

  const proxy = createServer((client) => {
    if (refused) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(Number(target.port), target.hostname);
    const pair = { client, server, silent: false };
    pairs.add(pair);
    const forward = (from: Socket, to: Socket): void => {
      from.on("data", (bytes) => {
        if (!pair.silent) {
          to.write(bytes);
        }
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        if (from === client) {
          pairs.delete(pair);
        }
        if (!pair.silent || from === client) {
          to.destroy();
        }
      });
    };
    forward(client, server);
    forward(server, client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const drop = (): void => {
    for (const { client, server } of pairs) {
      client.destroy();
      server.destroy();
    }
  };
  onTestFinished(() => {
    drop();
    proxy.close();
  });

  const address = proxy.address();
  const own = new URL(url);
  own.port = String(typeof address === "object" && address !== null ? address.port : 0);
  return {
    url: own.href,
    swallow: () => {
      pairs.forEach((pair) => {
        pair.silent = true;
      });
    },
    drop,
    refuse: (now) => {
      refused = now;
    },
    open: () => pairs.size,
  };
}
