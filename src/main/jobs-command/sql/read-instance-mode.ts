import { type Queryable, type Statement, statement } from "../../../database/index.ts";

export interface InstanceModeRow {
  readonly mode: "sandbox" | "live" | null;
}

/** Whose database this is; `null`: it was not marked yet. */
export async function readInstanceMode(queryable: Queryable): Promise<InstanceModeRow["mode"]> {
  const rows = await queryable.run(READ_INSTANCE_MODE);
  return rows[0]?.mode ?? null;
}

export const READ_INSTANCE_MODE: Statement<InstanceModeRow> = statement(
  "read-instance-mode",
  ["mode"],
  "select mode from rekindle_instance",
);
