import { statement } from "../../../statement.ts";

// The heartbeat of a connection that listens: it tells whether the server still answers, and whether it is still the session that
// listens. Locks nothing.
export const LISTENING_CHANNELS = statement<{ readonly channel: string }>(
  "read-listening-channels",
  ["channel"],
  "select pg_listening_channels() as channel",
);
