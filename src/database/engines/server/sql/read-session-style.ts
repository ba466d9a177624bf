import { statement } from "../../../statement.ts";

// What the text of a result, and what a single statement may see, depends on in a session. Not the time zone: our parser takes
// any, and no statement may depend on it.
export const READ_SESSION_STYLE = statement<{ readonly ours: boolean }>(
  "read-session-style",
  ["ours"],
  `select current_setting('DateStyle') like 'ISO%'
      and current_setting('IntervalStyle') = 'postgres'
      and current_setting('bytea_output') = 'hex'
      and current_setting('extra_float_digits')::integer > 0
      and current_setting('default_transaction_isolation') = 'read committed' as ours`,
);
