import type { SchedulerStatistics, TypeStatistics } from "./job-operations-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { countJobs, type JobCountRow } from "./sql/count-jobs.ts";
import { listPausedTypes } from "./sql/list-paused-types.ts";
import { summarizeLastDay, type TypeDayRow } from "./sql/summarize-last-day.ts";

/** Numbers over all jobs and the last day: three statements, which see three moments. */
export async function readStatistics({ database, registry }: SchedulerContext): Promise<SchedulerStatistics> {
  const now = await database.timeSource.now(database);
  const rows = await countJobs(database, now);
  const days = await summarizeLastDay(database, now);
  const paused = (await listPausedTypes(database)).map((row) => row.job_type);

  const known = new Set(registry.names());
  const waiting = rows.filter((row) => row.status === "pending");
  const overdue = waiting.filter((row) => row.overdue && !paused.includes(row.job_type));
  const oldest = earliestOf(overdue);
  return {
    counts: rows.map(({ job_type: jobType, status, count }) => ({ jobType, status, count })),
    nextDue: earliestOf(waiting.filter((row) => known.has(row.job_type)))?.earliest ?? null,
    unknownTypes: waiting.map((row) => row.job_type).filter((jobType) => !known.has(jobType)),
    oldestDue: oldest === null ? null : { jobType: oldest.job_type, scheduledTime: oldest.earliest },
    paused,
    lastDay: {
      completed: sum(days, (day) => day.completed),
      // As jobs, because a job also fails by a time-out or a crash, which the history calls by their own names.
      failed: sum(
        rows.filter((row) => row.status === "failed"),
        (row) => row.finished_last_day,
      ),
      retried: sum(days, (day) => day.retried),
      types: days.map(toTypeStatistics),
    },
  };
}

function toTypeStatistics(day: TypeDayRow): TypeStatistics {
  const share = (part: number): number | null => (day.judged === 0 ? null : part / day.judged);
  return {
    jobType: day.job_type,
    runs: day.runs,
    successRate: share(day.completed),
    retryRate: share(day.retried + day.crashed),
    medianDelayMs: rounded(day.median_delay_ms),
    p95DelayMs: rounded(day.p95_delay_ms),
    medianDurationMs: rounded(day.median_duration_ms),
    p95DurationMs: rounded(day.p95_duration_ms),
  };
}

function earliestOf(rows: readonly JobCountRow[]): JobCountRow | null {
  return rows.toSorted((one, other) => one.earliest.getTime() - other.earliest.getTime())[0] ?? null;
}

function sum<Row>(rows: readonly Row[], valueOf: (row: Row) => number): number {
  return rows.reduce((total, row) => total + valueOf(row), 0);
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
