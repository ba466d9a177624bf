import type { Client } from "discord.js";

import type { ClientSource } from "./client-source.ts";
import type { WantedIntents } from "./what-it-lacks.ts";

/** A client that a host brings, logs in and destroys. Only listeners are added to it, and removed. */
export function hostClient(client: Client, wanted: WantedIntents): ClientSource {
  let release: () => void = () => undefined;
  return {
    own: false,
    wanted,
    start: async (events) => {
      events.attach(client);
      release = () => {
        events.detach(client);
      };
    },
    stop: async () => {
      release();
    },
  };
}
