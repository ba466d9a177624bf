import { statement } from "../../database/index.ts";

// What is locked by another process's clean-up is left to it. The indexes are the point: without `index_cleanup` they are passed over
// where few rows died. Cutting the file short would need a lock that stops everybody.
export const VACUUM_JOBS = statement(
  "vacuum-jobs",
  [],
  "vacuum (skip_locked, index_cleanup on, truncate off) scheduled_jobs",
);
