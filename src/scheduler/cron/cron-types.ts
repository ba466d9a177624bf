import type { Transaction } from "../../database/index.ts";
import type { JobType } from "../job-types.ts";

/**
 * What becomes of slots that passed while no process looked. `latest`: the newest of them fires, once, however late.
 * `skip`: none does. A slot counts as missed when it is later than a minute, or twice `maxSleepMs` where that is more.
 */
export type CronCatchUp = "latest" | "skip";

/**
 * What a slot does while a job of its schedule waits or runs. `skip`: it passes, and `cron:skipped` tells of it.
 * `allow`: it makes one more.
 */
export type CronOverlap = "skip" | "allow";

/** A schedule as it is to be. */
export interface CronDefinition<Payload> {
  /** What it is known by: 1 to 200 characters. */
  readonly name: string;
  /** Minute, hour, day of the month, month, weekday; or six fields with the seconds first. */
  readonly expression: string;
  /** The IANA zone whose clocks the expression speaks of. @defaultValue `UTC` */
  readonly timeZone?: string;
  readonly type: JobType<Payload>;
  /** Every slot's job has the same. A handler knows its slot by `scheduledTime`. */
  readonly payload: Payload;
  /** @defaultValue `latest` */
  readonly catchUp?: CronCatchUp;
  /** @defaultValue `skip` */
  readonly overlap?: CronOverlap;
  /** Makes it part of the caller's transaction. Until that ends, no slot of this schedule fires. */
  readonly transaction?: Transaction;
}

/** A schedule as it is stored. */
export interface CronSchedule {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly jobType: string;
  readonly payload: unknown;
  readonly catchUp: CronCatchUp;
  readonly overlap: CronOverlap;
  /** The newest slot of this expression that fired or passed. */
  readonly lastSlot: Date | null;
  /** `null` while it is paused, and where no slot is left. */
  readonly nextSlot: Date | null;
  readonly pausedAt: Date | null;
  readonly createdAt: Date;
  /** When its definition last changed. */
  readonly updatedAt: Date;
}

/**
 * Schedules that make jobs by the clock on the wall. They are stored: whichever process knows the type of their jobs
 * fires them, each slot once. How slots, changes of the clocks, missed slots and overlaps are dealt with stands in
 * `cron/README.md`.
 */
export interface CronSchedules {
  /**
   * Makes a schedule, or changes the one of this name. The same definition again changes nothing, not even its next
   * slot, so every process may define its schedules at each start. Another expression or zone counts from now on. A
   * paused schedule stays paused.
   *
   * @throws CronInvalidError; InvalidJobError for the type and the payload. Then nothing is stored.
   */
  define<Payload>(schedule: CronDefinition<Payload>): Promise<CronSchedule>;
  /** Ends a schedule. Its jobs that wait or run stay. `false`: there was none of this name. */
  remove(name: string): Promise<boolean>;
  /**
   * No slot fires until `resume`. Idempotent. Jobs that wait or run go on.
   *
   * @throws CronNotFoundError
   */
  pause(name: string): Promise<void>;
  /**
   * Fires again, from the first slot after now: what the pause left out is not made up for. Idempotent.
   *
   * @throws CronNotFoundError; CronInvalidError where this process cannot read the expression.
   */
  resume(name: string): Promise<void>;
  /** All schedules, by name. */
  list(): Promise<readonly CronSchedule[]>;
}
