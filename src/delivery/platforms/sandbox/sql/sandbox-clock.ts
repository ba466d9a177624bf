import { statement } from "../../../../database/index.ts";

export const readSandboxClock = statement<{ readonly now: Date }>(
  "read_sandbox_clock",
  ["now"],
  `select clock_timestamp() + offset_ms * interval '1 millisecond' as now from sandbox_clock`,
);

// Never back: `greatest` holds whatever two writers do.
export const advanceSandboxClock = statement<{ readonly now: Date }>(
  "advance_sandbox_clock",
  ["now"],
  `update sandbox_clock
   set offset_ms = greatest(offset_ms, ceil(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000)::bigint)
   returning clock_timestamp() + offset_ms * interval '1 millisecond' as now`,
);
