import { momentText, relativeText } from "./times.ts";
import type { Answer, Session, Subcommand } from "./subcommand.ts";

/** Has the jobs of a type wait. */
export const pause: Subcommand = {
  name: "pause",
  summary: "have all jobs of a type wait, in every process, until it is resumed",
  arguments: ["TYPE"],
  options: {},
  note: "Runs in progress go on. Jobs of the type can still be scheduled.",
  prepare: ({ arguments: [jobType = ""] }) => {
    return async (session) => {
      await session.operations.pause(jobType);
      const waiting = await session.operations.list({ type: jobType, status: "pending", limit: 1 });
      // Types come from the program that runs them, so a wrong word cannot be told from one that has no jobs yet.
      return pausedAnswer(session, [
        `Jobs of type ${jobType} wait from now on.${waiting.length === 0 ? " (None is pending: is that its name?)" : ""}`,
      ]);
    };
  },
};

/** Ends the pause of a type. */
export const resume: Subcommand = {
  name: "resume",
  summary: "end the pause of a type",
  arguments: ["TYPE"],
  options: {},
  prepare: ({ arguments: [jobType = ""] }) => {
    return async (session) => {
      const wasPaused = (await session.operations.pausedTypes()).some((paused) => paused.jobType === jobType);
      await session.operations.resume(jobType);
      return pausedAnswer(session, [
        wasPaused ? `Jobs of type ${jobType} run again.` : `Jobs of type ${jobType} were not paused.`,
      ]);
    };
  },
};

async function pausedAnswer({ operations, now }: Session, lines: readonly string[]): Promise<Answer> {
  const paused = await operations.pausedTypes();
  return {
    json: { paused },
    lines: [
      ...lines,
      ...paused.map(
        ({ jobType, pausedAt }) => `Paused: ${jobType}, since ${momentText(pausedAt)} (${relativeText(pausedAt, now)})`,
      ),
    ],
  };
}
