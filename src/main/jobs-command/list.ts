import type { JobListOptions, JobSummary } from "../../scheduler/index.ts";
import { withoutPayload } from "./job-json.ts";
import { plain } from "./plain.ts";
import { readLimit, readStatus } from "./read-values.ts";
import type { Subcommand } from "./subcommand.ts";
import { cut, table } from "./table.ts";
import { momentText, relativeText } from "./times.ts";

const DEFAULT_LIMIT = 50;
const MOST = 1_000;

/** Which jobs there are. */
export const list: Subcommand = {
  name: "list",
  summary: "jobs, the newest first",
  arguments: [],
  options: {
    status: { value: "STATUS", meaning: "only those that are pending, running, completed, failed or cancelled" },
    type: { value: "TYPE", meaning: "only those of this type" },
    key: { value: "KEY", meaning: "only those with this key" },
    limit: { value: "N", meaning: `at most so many, ${MOST} at most (default: ${DEFAULT_LIMIT})` },
    before: { value: "ID", meaning: "the next page: those that are older than the last one of this page" },
  },
  prepare: ({ options: { status, type, key, limit, before } }) => {
    const filters = {
      ...(status === undefined ? {} : { status: readStatus(status) }),
      ...(type === undefined ? {} : { type }),
      ...(key === undefined ? {} : { key }),
    };
    const asked: JobListOptions = {
      ...filters,
      limit: limit === undefined ? DEFAULT_LIMIT : readLimit(limit, MOST),
      ...(before === undefined ? {} : { before }),
    };
    return async ({ operations, now, width }) => {
      const jobs = await operations.list(asked);
      const next = jobs.length === asked.limit ? (jobs.at(-1)?.jobId ?? null) : null;
      return {
        json: { jobs: jobs.map(withoutPayload), next },
        lines: [
          ...(jobs.length === 0 ? ["No jobs."] : jobLines(jobs, now, width)),
          ...(next === null ? [] : ["", `There may be more: rekindle jobs list ${wordsFor(filters)}--before ${next}`]),
        ],
      };
    };
  },
};

const COLUMNS = [
  { title: "ID" },
  { title: "TYPE", least: 12 },
  { title: "STATUS" },
  { title: "DUE" },
  { title: "" },
  { title: "KEY", least: 8 },
];

/** A table; an error has a line of its own below its job, because no column would be wide enough. */
function jobLines(jobs: readonly JobSummary[], now: Date, width: number): readonly string[] {
  const rows = jobs.map(({ jobId, jobType, status, cancelReason, scheduledTime, key }) => [
    jobId,
    jobType,
    cancelReason === null ? status : "cancelling",
    momentText(scheduledTime),
    relativeText(scheduledTime, now),
    key ?? "",
  ]);
  const [titles = "", ...lines] = table(COLUMNS, rows, width);
  return [
    titles,
    ...jobs.flatMap(({ errorMessage }, index) => [
      lines[index] ?? "",
      ...(errorMessage === null ? [] : [cut(`  └ ${plain(errorMessage)}`, width)]),
    ]),
  ];
}

function wordsFor(filters: Readonly<Record<string, string>>): string {
  return Object.entries(filters)
    .map(
      ([name, value]) =>
        `--${name} ${/^[\w.:-]+$/.test(value) ? value : `'${plain(value).replaceAll("'", `'\\''`)}'`} `,
    )
    .join("");
}
