import type { Database } from "../database/index.ts";
import type { Emitter, IdSource, Logger, Random } from "../kernel/index.ts";
import type { Announcer } from "./announcer.ts";
import type { OperatorChange } from "./job-operations-types.ts";
import type { UnreadableSchedules } from "./cron/cron-memory.ts";
import type { JobRegistry } from "./job-registry.ts";
import type { ResolvedSchedulerOptions } from "./scheduler-options.ts";
import type { SchedulerEvents } from "./scheduler-types.ts";

/** What all parts of one scheduler share. */
export interface SchedulerContext {
  readonly database: Database;
  readonly ids: IdSource;
  readonly random: Random;
  readonly logger: Logger;
  readonly options: ResolvedSchedulerOptions;
  readonly registry: JobRegistry;
  readonly events: Emitter<SchedulerEvents>;
  readonly unreadableSchedules: UnreadableSchedules;
  readonly announcer: Announcer;
  /** By this name the processes tell their own news from those of others. */
  readonly sender: string;
  /** Called after the commit of what an operator changed, also in a process that is not started. Must not throw. */
  changed(change: OperatorChange): void;
}
