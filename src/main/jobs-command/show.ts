import { type JobInspection, JobNotFoundError } from "../../scheduler/index.ts";
import { plain, plainJson } from "./plain.ts";
import type { Session, Subcommand } from "./subcommand.ts";
import { table } from "./table.ts";
import { durationText, momentText, relativeText } from "./times.ts";

/** All about one job. */
export const show: Subcommand = {
  name: "show",
  summary: "one job: what is stored of it, with its payload, and all its runs",
  arguments: ["ID"],
  options: {},
  prepare: ({ arguments: [jobId = ""] }) => {
    return async ({ operations, now, width }) => {
      const job = await operations.inspect(jobId);
      if (job === null) {
        throw new JobNotFoundError(jobId);
      }
      return { json: job, lines: [...factLines(job, now), "", ...runLines(job, { now, width })] };
    };
  },
};

function factLines(job: JobInspection, now: Date): readonly string[] {
  const momentOf = (moment: Date | null): string | null =>
    moment === null ? null : `${momentText(moment)} (${relativeText(moment, now)})`;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Job", job.jobId],
    ["Type", job.jobType],
    ["Status", job.cancelReason === null ? job.status : `${job.status}, and asked to end: ${job.cancelReason}`],
    ["Key", job.key],
    ["Due", momentOf(job.scheduledTime)],
    ["Created", momentOf(job.createdAt)],
    ["Started", momentOf(job.startedAt)],
    ["Finished", momentOf(job.completedAt)],
    ["Retries", `${job.retryCount} of ${job.maxRetries}`],
    [job.status === "cancelled" ? "Reason" : "Error", job.errorMessage],
  ];
  return [
    ...facts.flatMap(([title, text]) => (text === null ? [] : [`${title.padEnd(TITLE_WIDTH)}${plain(text)}`])),
    ...indented("Payload", plainJson(job.payload)),
  ];
}

const TITLE_WIDTH = 10;

function indented(title: string, text: string): readonly string[] {
  return text.split("\n").map((line, index) => (index === 0 ? title : "").padEnd(TITLE_WIDTH) + line);
}

const COLUMNS = [
  { title: "RUN", align: "right" },
  { title: "STATUS" },
  { title: "BEGAN" },
  { title: "" },
  { title: "DELAY", align: "right" },
  { title: "TOOK", align: "right" },
  { title: "ERROR", least: 12 },
] as const;

function runLines({ runs }: JobInspection, { now, width }: Pick<Session, "now" | "width">): readonly string[] {
  if (runs.length === 0) {
    return ["No run of it has ended."];
  }
  const rows = runs.map((run) => [
    String(run.run),
    run.status,
    momentText(run.executionTime),
    relativeText(run.executionTime, now),
    durationText(run.queueDelayMs),
    durationText(run.durationMs),
    run.errorMessage ?? "",
  ]);
  return table(COLUMNS, rows, width);
}
