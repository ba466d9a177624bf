import { type Queryable, statement } from "../../database/index.ts";

/**
 * Whose database this is. `moving`: an embedded one is being carried here, or that was begun and not finished. `moved`: what is in here
 * was carried to a server.
 */
export type InstanceMode = "sandbox" | "live" | "moving" | "moved";

interface ModeRow {
  readonly mode: InstanceMode | null;
}

export const markInstanceMode = statement<ModeRow>(
  "mark_instance_mode",
  ["mode"],
  `update rekindle_instance set mode = coalesce(mode, $1) returning mode`,
);

/** From one mode to another; no row where it is in a third one. */
export const changeInstanceMode = statement<ModeRow>(
  "change_instance_mode",
  ["mode"],
  `update rekindle_instance set mode = $2 where mode is not distinct from $1::varchar or mode = $2 returning mode`,
);

export const readInstance = statement<ModeRow & { readonly ownsUserProfiles: boolean }>(
  "read_instance",
  ["mode", "ownsUserProfiles"],
  `select mode, owns_user_profiles as "ownsUserProfiles" from rekindle_instance`,
);

/** The mode of a database; `null`: it was not marked yet. */
export async function readMode(db: Queryable): Promise<InstanceMode | null> {
  return (await db.run(readInstance))[0]?.mode ?? null;
}
