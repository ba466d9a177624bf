import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * A stretch of network between a worker and its server.
 *
 * `held`: nothing passes any more; at the end everything that was sent arrives, late. `swallowed`: what is sent is lost; at the
 * end the connections break, as they do when a router has forgotten them. `listeners`: only the connections that receive
 * notifications are lost, and nobody ever tells.
 */
export type Silence = "held" | "swallowed" | "listeners";

export interface Network {
  /** The server, as it is seen from the other side. */
  readonly url: string;
  /** Says how many connections fell silent. */
  silence(silence: Silence): number;
  /** Ends a silence; for `listeners` there is no end. */
  speak(): void;
  close(): Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  listens: boolean;
  state: "open" | "held" | "swallowed";
}

const LISTEN = Buffer.from('listen "');

/** Makes a way to the server of `url` that can fall silent. */
export async function startNetwork(url: string): Promise<Network> {
  const { hostname, port } = new URL(url);
  const connections = new Set<Connection>();
  let mood: "open" | "held" | "swallowed" = "open";

  const door = createServer((near) => {
    const connection: Connection = { near, far: connect(Number(port), hostname), listens: false, state: "open" };
    connections.add(connection);
    link(connection, () => connections.delete(connection));
    fall(connection, mood); // the door stays open, as that of a kernel does
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  const seen = new URL(url);
  seen.port = String(typeof address === "object" && address !== null ? address.port : 0);

  return {
    url: seen.href,
    silence: (silence) => {
      const chosen = [...connections].filter(({ listens }) => silence !== "listeners" || listens);
      chosen.forEach((connection) => {
        fall(connection, silence === "held" ? "held" : "swallowed");
      });
      if (silence !== "listeners") {
        mood = silence;
      }
      return chosen.length;
    },
    speak: () => {
      for (const connection of connections) {
        if (connection.state === "held") {
          fall(connection, "open");
        } else if (mood === "swallowed") {
          connection.near.resetAndDestroy();
        }
      }
      mood = "open";
    },
    close: async () => {
      connections.forEach(({ near }) => near.destroy());
      door.close();
      await once(door, "close");
    },
  };
}

function fall(connection: Connection, state: Connection["state"]): void {
  connection.state = state;
  for (const socket of [connection.near, connection.far]) {
    if (state === "held") {
      socket.pause();
    } else {
      socket.resume();
    }
  }
}

function link(connection: Connection, onEnd: () => void): void {
  const { near, far } = connection;
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.setNoDelay(true);
    from.on("data", (bytes: Buffer) => {
      connection.listens ||= from === near && bytes.includes(LISTEN);
      if (connection.state !== "swallowed" && to.writable) {
        to.write(bytes);
      }
    });
    from.on("error", () => undefined); // a close follows
    from.on("close", () => {
      // Whoever is silent does not hear that the other side is gone, either.
      if (from === near || connection.state !== "swallowed") {
        to.destroy();
        onEnd();
      }
    });
  }
}
