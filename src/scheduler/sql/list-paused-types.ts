import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface PausedTypeRow {
  readonly job_type: string;
  readonly paused_at: Date;
}

/** The types whose jobs wait until somebody resumes them. */
export async function listPausedTypes(queryable: Queryable): Promise<readonly PausedTypeRow[]> {
  return queryable.run(LIST_PAUSED_TYPES);
}

export const LIST_PAUSED_TYPES: Statement<PausedTypeRow> = statement(
  "list-paused-types",
  ["job_type", "paused_at"],
  "select job_type, paused_at from paused_job_types order by job_type",
);
