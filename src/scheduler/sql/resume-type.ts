import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { PauseChangeRow } from "./pause-type.ts";

/** Ends the pause of a type. `false`: there was none. */
export async function resumeType(queryable: Queryable, jobType: string): Promise<boolean> {
  const rows = await queryable.run(RESUME_TYPE, [jobType]);
  return rows.length > 0;
}

export const RESUME_TYPE: Statement<PauseChangeRow> = statement(
  "resume-type",
  ["job_type"],
  "delete from paused_job_types where job_type = $1 returning job_type",
);
