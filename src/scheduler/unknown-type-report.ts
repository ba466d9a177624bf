import { MINUTE_MS, monotonicMs } from "../kernel/index.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { findUnknownDueTypes } from "./sql/find-unknown-due-types.ts";

/** Tells of due jobs that no handler here knows, once per type. Asks the database once a minute at most. */
export function createUnknownTypeReport(context: SchedulerContext): { tell(now: Date | null): Promise<void> } {
  const { database, registry, logger, events } = context;
  const told = new Set<string>();
  let nextMs = 0;

  return {
    tell: async (now) => {
      if (monotonicMs() < nextMs) {
        return;
      }
      nextMs = monotonicMs() + MINUTE_MS;
      for (const jobType of await findUnknownDueTypes(database, { jobTypes: registry.names(), now })) {
        if (!told.has(jobType)) {
          told.add(jobType);
          logger.warn({ jobType }, "jobs are due of a type that no handler here knows: they wait");
          events.emit("job:unknown-type", { jobType });
        }
      }
    },
  };
}
