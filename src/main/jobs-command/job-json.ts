import type { JobSummary } from "../../scheduler/index.ts";

/** A job for programs. What a person said may stand in a payload: only who asks for one job sees its payload. */
export function withoutPayload(job: JobSummary): Omit<JobSummary, "payload"> {
  return {
    jobId: job.jobId,
    jobType: job.jobType,
    key: job.key,
    status: job.status,
    scheduledTime: job.scheduledTime,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    completedAt: job.completedAt,
    errorMessage: job.errorMessage,
    cancelReason: job.cancelReason,
    retryCount: job.retryCount,
    maxRetries: job.maxRetries,
  };
}
