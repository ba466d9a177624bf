import { statement } from "../../../statement.ts";

// Commits by itself, and waits for other commits that notify: they go one after another in the whole cluster.
export const NOTIFY = statement<{ readonly sent: string }>(
  "send-notification",
  ["sent"],
  "select pg_notify($1, '')::text as sent",
);
