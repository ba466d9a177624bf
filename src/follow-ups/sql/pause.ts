import { statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";

export interface PauseRow {
  readonly pausedAt: Date | null;
  readonly pausedBy: PersonId | null;
}

export const selectPause = statement<PauseRow>(
  "select_pause",
  ["pausedAt", "pausedBy"],
  `select paused_at as "pausedAt", paused_by as "pausedBy" from follow_up_pause`,
);

export const setPaused = statement<PauseRow>(
  "set_paused",
  ["pausedAt", "pausedBy"],
  `update follow_up_pause set paused_at = $1, paused_by = $2 where paused_at is null
   returning paused_at as "pausedAt", paused_by as "pausedBy"`,
);

export const clearPaused = statement<{ readonly resumed: boolean }>(
  "clear_paused",
  ["resumed"],
  `update follow_up_pause set paused_at = null, paused_by = null where paused_at is not null returning true as resumed`,
);
