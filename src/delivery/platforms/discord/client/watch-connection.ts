import type { Client } from "discord.js";

import type { GatewayListener } from "../incoming/gateway.ts";
import { refusalOf } from "./log-in.ts";
import { doReadyWork, type ReadyWork } from "./ready-work.ts";

/** Follows how a connection fares: what is done when it is ready, and what is said when it is lost. */
export function watchConnection(
  client: Client,
  parts: {
    readonly ready: ReadyWork;
    readonly own: boolean;
    readonly signal: AbortSignal;
    readonly fail: (error: Error) => void;
  },
): Pick<GatewayListener, "ready" | "closed" | "reconnecting" | "resumed"> {
  const { ready, own, signal, fail } = parts;
  const lost = new Set<number>();
  return {
    ready: (readyClient) => {
      void doReadyWork(readyClient, ready);
    },
    closed: (closeCode) => {
      const error = refusalOf(closeCode);
      // Our own login says by itself why it was refused, and tries without what is not allowed.
      const duringOwnLogin = own && client.readyTimestamp === null;
      if (error !== null && !duringOwnLogin && !signal.aborted) {
        fail(error);
      }
    },
    reconnecting: (shard) => {
      if (!signal.aborted && client.readyTimestamp !== null && !lost.has(shard)) {
        lost.add(shard);
        ready.logger.warn({ shard }, "the connection to Discord was lost; it comes back by itself");
      }
    },
    resumed: (shard) => {
      if (lost.delete(shard)) {
        ready.logger.info({ shard }, "the connection to Discord is back");
      }
    },
  };
}
