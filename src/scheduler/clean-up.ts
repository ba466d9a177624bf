import { toError } from "../kernel/index.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { VACUUM_JOBS } from "./sql/vacuum-jobs.ts";

/** Clears away what runs leave behind in the table and its indexes. */
export interface CleanUp {
  /** A run's end was recorded. */
  runEnded(): void;
  /** Resolves when nothing is being cleared away. */
  idle(): Promise<void>;
}

/**
 * Each run leaves a dead entry at the front of the index of what is due, where nothing is inserted any more: only VACUUM frees its
 * page. A server's own comes once a minute at the most, and in a minute hundreds of thousands of short jobs may run.
 */
const RUNS_BETWEEN = 15_000;

/**
 * Has a server vacuum the table of jobs after so many runs of this process. Where that is not allowed, to a role with rights to
 * rows alone for one, the server's own has to do. (The embedded database has upkeep of its own.)
 */
export function createCleanUp({ database, logger }: SchedulerContext): CleanUp {
  let ended = 0;
  let working: Promise<void> | null = null;

  async function vacuum(): Promise<void> {
    try {
      await database.run(VACUUM_JOBS);
    } catch (thrown) {
      logger.debug({ error: toError(thrown).message }, "the table of jobs could not be vacuumed");
    } finally {
      working = null;
    }
  }

  return {
    runEnded: () => {
      ended += 1;
      if (ended >= RUNS_BETWEEN && working === null && database.kind === "server") {
        ended = 0;
        working = vacuum();
      }
    },
    idle: () => working ?? Promise.resolve(),
  };
}
