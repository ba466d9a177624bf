import { addMs } from "../../kernel/index.ts";
import { readDurationMs, readMoment } from "./read-values.ts";
import type { Subcommand } from "./subcommand.ts";
import { countText, momentText } from "./times.ts";
import { UsageError } from "./usage-error.ts";

/** Deletes what is over. */
export const prune: Subcommand = {
  name: "prune",
  summary: "delete finished jobs, and the history of runs, from before a moment",
  arguments: [],
  options: {
    before: { value: "MOMENT", meaning: "what ended before it: 2026-03-01T12:00:00Z, or a day, which begins in UTC" },
    "older-than": { value: "DURATION", meaning: "what ended longer ago: 7d, 12h, 30m, 2w" },
  },
  note: "In batches of 1,000; ^C ends it between two. By itself the program prunes once a day, after 30 days.",
  prepare: ({ options }) => {
    const { before, "older-than": olderThan } = options;
    if ((before === undefined) === (olderThan === undefined)) {
      throw new UsageError("either --before or --older-than is needed");
    }
    const moment = before === undefined ? null : readMoment("--before", before);
    const ageMs = olderThan === undefined ? 0 : readDurationMs("--older-than", olderThan);
    return async ({ operations, now, signal }) => {
      const finishedBefore = moment ?? addMs(now, -ageMs);
      let deleted = { jobs: 0, runs: 0 };
      const onProgress = (soFar: typeof deleted): void => {
        deleted = soFar;
      };
      await operations.prune(finishedBefore, { signal, onProgress });
      return {
        json: { ...deleted, finishedBefore, complete: !signal.aborted },
        lines: [
          `Deleted ${countText(deleted.jobs)} jobs and ${countText(deleted.runs)} runs from before ${momentText(finishedBefore)}${signal.aborted ? "; there may be more" : ""}.`,
        ],
      };
    };
  },
};
