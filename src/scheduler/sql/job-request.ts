import type { Parameter } from "../../database/index.ts";

export interface JobRequest {
  readonly jobId: string;
  readonly jobType: string;
  readonly key: string | null;
  /** `null`: now. */
  readonly at: Date | null;
  readonly payloadText: string;
  readonly maxRetries: number;
  readonly now: Date | null;
}

export interface ScheduledRow {
  readonly job_id: string;
  readonly scheduled_time: Date;
}

/** The parameters of both statements that store a request. */
export function requestParameters(request: JobRequest): readonly Parameter[] {
  const { jobId, jobType, key, at, payloadText, maxRetries, now } = request;
  return [jobId, jobType, key, at, payloadText, maxRetries, now];
}
