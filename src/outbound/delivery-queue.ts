import type { Service } from "../kernel/index.ts";
import type { ScheduledJob } from "../scheduler/index.ts";

/** How a queue is doing: `not configured` where the database alone is the queue. */
export type QueueState = "not configured" | "connected" | "away";

/**
 * Says which of the waiting messages goes next, and in which process. The queue of record is in the database, as `deliver_message` jobs:
 * what stands here is a hint at one of them. A hint may be lost, repeated or late, and nothing comes of it: whoever takes it claims the
 * job in the database like anybody else, and a job that nobody hints at is due there at the end of its head start.
 *
 * `start()` never rejects because a server is away; `stop()` does not wait for one.
 */
export interface DeliveryQueue extends Service {
  /** How long hints have a new message for themselves before the database's own turn comes. 0 where no hint would arrive. */
  headStartMs(): number;
  /** Tells of a job whose transaction has committed. Never throws; does its work in the background. */
  offer(job: ScheduledJob): void;
  state(): QueueState;
}
