import { MINUTE_MS, RekindleError, SECOND_MS } from "../kernel/index.ts";

/** How a scheduler works. All of it has defaults: {@link SCHEDULER_DEFAULTS}. */
export interface SchedulerOptions {
  /**
   * Whether this process runs jobs. `false`: it schedules, inspects and prunes, but claims and rescues nothing.
   *
   * @defaultValue true
   */
  readonly claims?: boolean;

  /**
   * How many handlers of this process work at the same time. An outcome with a `write` holds a database connection while
   * it is recorded, so far more than the pool has only makes them queue there. 1: strictly one after the other. Short jobs
   * are claimed ahead of a free place, up to what the next 50 ms will take, so this bounds no throughput.
   *
   * @defaultValue 10
   */
  readonly concurrency?: number;

  /**
   * How many jobs one statement claims, and of how many it records the end, at most. It bounds how many jobs are claimed ahead. Larger
   * ones serve a process that does little else than thousands of short jobs a second, up to some 2,000; each of them lasts longer.
   *
   * @defaultValue 500; on the embedded database 100: it shares this process's one thread
   */
  readonly batchSize?: number;

  /**
   * How long a claimed job belongs to a process that shows no sign of life. It bounds how late a job is after a crash;
   * shorter than a pause of the process or of the database (a suspended machine, a failover) means that a job runs
   * twice. Must be at least three times `heartbeatMs`.
   *
   * @defaultValue 30 seconds
   */
  readonly leaseMs?: number;

  /**
   * How often the leases of this process are renewed, with one statement for all of them.
   *
   * @defaultValue 5 seconds
   */
  readonly heartbeatMs?: number;

  /**
   * The longest sleep between two looks at the database. Notifications and exact timers are the fast path; this is the
   * floor under them: it bounds how late a job of another process's making can be when a notification is lost. At most 10 minutes:
   * of what is due later than that, no process is told.
   *
   * @defaultValue 30 seconds
   */
  readonly maxSleepMs?: number;

  /**
   * The longest sleep while this process cannot be notified of other processes' jobs: behind a pooler that gives each
   * transaction another connection, or with too small a pool. Not longer than `maxSleepMs` in effect. Without meaning on
   * the embedded database, where there is no other process.
   *
   * @defaultValue 2 seconds
   */
  readonly pollMs?: number;

  /**
   * How long `stop()` lets runs finish before it aborts them. Together with `abortGraceMs` less than what the process
   * is given by whoever stops it, or jobs end as crashed.
   *
   * @defaultValue 10 seconds
   */
  readonly shutdownGraceMs?: number;

  /**
   * How long an aborted handler may take to return. After that its run is ended without it and its place is given to
   * the next job, though the handler's code may go on; whatever it returns then is ignored.
   *
   * @defaultValue 2 seconds
   */
  readonly abortGraceMs?: number;

  /**
   * Whether it is proven that no other process works on this database, as by the lock of the embedded one's folder.
   * Then every run that is found at the start is rescued at once. `true` beside another living process means that jobs
   * run twice.
   *
   * @defaultValue false
   */
  readonly soleOwner?: boolean;
}

/** What a scheduler does where its options are silent. */
export const SCHEDULER_DEFAULTS = {
  claims: true,
  concurrency: 10,
  batchSize: 500,
  leaseMs: 30 * SECOND_MS,
  heartbeatMs: 5 * SECOND_MS,
  maxSleepMs: 30 * SECOND_MS,
  pollMs: 2 * SECOND_MS,
  shutdownGraceMs: 10 * SECOND_MS,
  abortGraceMs: 2 * SECOND_MS,
  soleOwner: false,
} as const satisfies Required<SchedulerOptions>;

/** Options with nothing left open. */
export type ResolvedSchedulerOptions = Required<SchedulerOptions>;

/** An option, or two of them together, that cannot work. */
export class InvalidSchedulerOptionError extends RekindleError {
  readonly code = "SCHEDULER_OPTION_INVALID";
  readonly option: keyof SchedulerOptions;

  constructor(option: keyof SchedulerOptions, rule: string, value: unknown) {
    super(`${option} ${rule}, got ${String(value)}`);
    this.option = option;
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Stands in the statements that store jobs too: what is due later is news to nobody. */
const LONGEST_SLEEP_MS = 10 * MINUTE_MS;

/**
 * Fills in the defaults and checks the result.
 *
 * @throws InvalidSchedulerOptionError
 */
export function resolveSchedulerOptions(options: SchedulerOptions = {}): ResolvedSchedulerOptions {
  const resolved: ResolvedSchedulerOptions = { ...SCHEDULER_DEFAULTS, ...options };
  for (const option of ["claims", "soleOwner"] as const) {
    if (typeof resolved[option] !== "boolean") {
      throw new InvalidSchedulerOptionError(option, "must be true or false", resolved[option]);
    }
  }
  for (const option of ["concurrency", "batchSize", "leaseMs", "heartbeatMs", "pollMs"] as const) {
    checkNumber(resolved, option, { least: 1, most: LONGEST_TIMER_MS });
  }
  checkNumber(resolved, "maxSleepMs", { least: 1, most: LONGEST_SLEEP_MS });
  for (const option of ["shutdownGraceMs", "abortGraceMs"] as const) {
    checkNumber(resolved, option, { least: 0, most: LONGEST_TIMER_MS });
  }
  if (resolved.leaseMs < 3 * resolved.heartbeatMs) {
    const rule = `must be at least three times heartbeatMs (${resolved.heartbeatMs})`;
    throw new InvalidSchedulerOptionError("leaseMs", rule, resolved.leaseMs);
  }
  return resolved;
}

type NumberOption = Exclude<keyof SchedulerOptions, "claims" | "soleOwner">;

interface Range {
  readonly least: number;
  readonly most: number;
}

function checkNumber(options: ResolvedSchedulerOptions, option: NumberOption, { least, most }: Range): void {
  const value = options[option];
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const rule = `must be a whole number from ${least} to ${most}`;
    throw new InvalidSchedulerOptionError(option, rule, value);
  }
}
