import type { JobInspection } from "../../scheduler/index.ts";
import { withoutPayload } from "./job-json.ts";
import { readMoment } from "./read-values.ts";
import type { Answer, Session, Subcommand } from "./subcommand.ts";
import { momentText, relativeText } from "./times.ts";

const DEFAULT_REASON = "cancelled by an operator";

/** Has a finished job run again. */
export const retry: Subcommand = {
  name: "retry",
  summary: "have a failed or cancelled job run again, now, with a clean record",
  arguments: ["ID"],
  options: {},
  prepare: ({ arguments: [jobId = ""] }) => {
    return async (session) => {
      await session.operations.retry(jobId);
      return changed(session, jobId);
    };
  },
};

/** Takes a job away. */
export const cancel: Subcommand = {
  name: "cancel",
  summary: "end a pending job, or have a running one end",
  arguments: ["ID"],
  options: { reason: { value: "TEXT", meaning: `kept with the job (default: ${DEFAULT_REASON})` } },
  note: "A running job is told in the process that runs it; it is cancelled when its handler has returned.",
  prepare: ({ arguments: [jobId = ""], options: { reason = DEFAULT_REASON } }) => {
    return async ({ operations }) => {
      const result = await operations.cancel(jobId, reason);
      const job = await operations.inspect(jobId);
      return {
        json: { result, job: job === null ? null : withoutPayload(job) },
        lines: [
          result === "cancelled"
            ? `Job ${jobId} is cancelled.`
            : `Job ${jobId} is running, and was asked to end. See: rekindle jobs show ${jobId}`,
        ],
      };
    };
  },
};

/** Has a pending job run at once. */
export const run: Subcommand = {
  name: "run",
  summary: "have a pending job run now",
  arguments: ["ID"],
  options: {},
  prepare: ({ arguments: [jobId = ""] }) => {
    return async (session) => {
      await session.operations.runNow(jobId);
      return changed(session, jobId);
    };
  },
};

/** Moves a pending job to another moment. */
export const reschedule: Subcommand = {
  name: "reschedule",
  summary: "have a pending job run at another moment",
  arguments: ["ID", "MOMENT"],
  options: {},
  note: "MOMENT is such as 2026-03-01T12:00:00Z, 2026-03-01T14:00+02:00, or a day, which begins in UTC.",
  prepare: ({ arguments: [jobId = "", moment = ""] }) => {
    const at = readMoment("MOMENT", moment);
    return async (session) => {
      await session.operations.reschedule(jobId, at);
      return changed(session, jobId);
    };
  },
};

/** What a job is after it was made due at some moment, and what keeps it waiting all the same. */
async function changed({ operations, now }: Session, jobId: string): Promise<Answer> {
  const job = await operations.inspect(jobId);
  const paused = await operations.pausedTypes();
  return {
    json: { job: job === null ? null : withoutPayload(job) },
    lines: [
      ...(job === null ? [] : [describe(job, now)]),
      ...paused
        .filter(({ jobType }) => jobType === job?.jobType)
        .map(({ jobType }) => `Its type is paused: it waits until somebody says: rekindle jobs resume ${jobType}`),
    ],
  };
}

function describe({ jobId, jobType, status, scheduledTime }: JobInspection, now: Date): string {
  if (status !== "pending") {
    return `Job ${jobId} (${jobType}) was taken up already, and is ${status}.`;
  }
  const inWords = relativeText(scheduledTime, now); // `now` was read before the change, so it may be a little behind
  return scheduledTime <= now || inWords === "now"
    ? `Job ${jobId} (${jobType}) is due now.`
    : `Job ${jobId} (${jobType}) is due ${inWords}, at ${momentText(scheduledTime)}.`;
}
