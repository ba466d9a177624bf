import { statement } from "../../database/index.ts";

export const markInstanceMode = statement<{ readonly mode: "sandbox" | "live" }>(
  "mark_instance_mode",
  ["mode"],
  `update rekindle_instance set mode = coalesce(mode, $1) returning mode`,
);
