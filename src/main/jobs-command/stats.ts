import { JOB_STATUSES, type SchedulerStatistics } from "../../scheduler/index.ts";
import type { Session, Subcommand } from "./subcommand.ts";
import { table } from "./table.ts";
import { countText, durationText, momentText, relativeText, shareText } from "./times.ts";

/** How the jobs are doing. */
export const stats: Subcommand = {
  name: "stats",
  summary: "how many jobs there are of each type and state, and how the last day went",
  arguments: [],
  options: {},
  note: [
    "SUCCESS is the share of runs that completed their job, RETRIED of those that asked for another try; what",
    "was put off or cancelled counts for neither. DELAY is how long a job was due before it ran, TOOK how",
    "long it ran: for half of the runs not longer than MEDIAN, for 95 % of them not longer than 95 %.",
  ].join("\n"),
  prepare: () => {
    return async ({ operations, now, width }) => {
      const { counts, oldestDue, paused, lastDay } = await operations.statistics();
      return {
        // What depends on the handlers of a process (the next due moment of its types) means nothing here.
        json: { counts, oldestDue, paused, lastDay },
        lines: [
          ...countLines({ counts, paused }, width),
          "",
          oldestDue === null
            ? "Nothing is overdue."
            : `Longest overdue: ${oldestDue.jobType}, due ${momentText(oldestDue.scheduledTime)} (${relativeText(oldestDue.scheduledTime, now)})`,
          "",
          ...dayLines(lastDay, width),
        ],
      };
    };
  },
};

function countLines(
  { counts, paused }: Pick<SchedulerStatistics, "counts" | "paused">,
  width: Session["width"],
): readonly string[] {
  const types = [...new Set([...counts.map(({ jobType }) => jobType), ...paused])].toSorted();
  if (types.length === 0) {
    return ["No jobs."];
  }
  const rows = types.map((type) => [
    type,
    ...JOB_STATUSES.map((wanted) =>
      countText(counts.find(({ jobType, status }) => jobType === type && status === wanted)?.count ?? 0),
    ),
    paused.includes(type) ? "paused" : "",
  ]);
  const columns = [
    { title: "TYPE", least: 12 },
    ...JOB_STATUSES.map((status) => ({ title: status.toUpperCase(), align: "right" as const })),
    { title: "" },
  ];
  return table(columns, rows, width);
}

const DAY_COLUMNS = [
  { title: "LAST 24 HOURS", least: 12 },
  { title: "RUNS", align: "right" },
  { title: "SUCCESS", align: "right" },
  { title: "RETRIED", align: "right" },
  { title: "DELAY: MEDIAN", align: "right" },
  { title: "95 %", align: "right" },
  { title: "TOOK: MEDIAN", align: "right" },
  { title: "95 %", align: "right" },
] as const;

function dayLines({ types }: SchedulerStatistics["lastDay"], width: number): readonly string[] {
  if (types.length === 0) {
    return ["Nothing ran in the last 24 hours."];
  }
  const rows = types.map((day) => [
    day.jobType,
    countText(day.runs),
    shareText(day.successRate),
    shareText(day.retryRate),
    durationText(day.medianDelayMs),
    durationText(day.p95DelayMs),
    durationText(day.medianDurationMs),
    durationText(day.p95DurationMs),
  ]);
  return table(DAY_COLUMNS, rows, width);
}
