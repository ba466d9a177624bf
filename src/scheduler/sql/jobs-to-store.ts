import type { Parameter } from "../../database/index.ts";

/** Jobs of one type, as the statements that store them take them. */
export interface JobsToStore {
  readonly jobType: string;
  readonly maxRetries: number;
  readonly jobs: readonly {
    readonly jobId: string;
    readonly key: string | null;
    /** `null`: now. */
    readonly at: Date | null;
    readonly payloadText: string;
  }[];
  readonly now: Date | null;
  /**
   * What to notify other processes of when one of these jobs is the next of its type: it is due before the longest sleep ends, and no
   * other of the type waits between now and its moment, so that a worker may be asleep beyond it. `null`: nothing.
   */
  readonly notification: string | null;
}

export interface StoredRow {
  readonly job_id: string;
  readonly job_key: string;
  readonly scheduled_time: Date;
  /** Whether one of the jobs of the statement is the next of its type; the same in each row. */
  readonly is_next: boolean;
}

/** The parameters of all statements that store jobs. */
export function storeParameters({ jobType, maxRetries, jobs, now, notification }: JobsToStore): readonly Parameter[] {
  return [
    jobs.map((job) => job.jobId),
    jobType,
    jobs.map((job) => job.key),
    jobs.map((job) => job.at?.toISOString() ?? null),
    jobs.map((job) => job.payloadText),
    maxRetries,
    now,
    notification,
  ];
}
