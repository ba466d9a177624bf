import { isStorableMoment, isStorableText } from "./check-request.ts";
import { InvalidJobOperationError, type JobOperationField } from "./job-operations-errors.ts";
import type { JobListOptions } from "./job-operations-types.ts";
import { JOB_STATUSES, type JobStatus } from "./job-types.ts";

const MAX_ID_LENGTH = 255;
const MAX_TYPE_LENGTH = 100;
const MAX_KEY_LENGTH = 255;
const MAX_LIMIT = 1_000;

/** @throws InvalidJobOperationError when no job can have this id. */
export function checkJobId(jobId: string, field: "jobId" | "before" = "jobId"): void {
  checkText(field, jobId, MAX_ID_LENGTH);
}

/** @throws InvalidJobOperationError when no job can be of this type. */
export function checkTypeName(jobType: string, field: "jobType" | "type" = "jobType"): void {
  checkText(field, jobType, MAX_TYPE_LENGTH);
}

/** @throws InvalidJobOperationError when the reason is no text. It is made storable later, and cut. */
export function checkReason(reason: unknown): void {
  if (typeof reason !== "string") {
    throw new InvalidJobOperationError("reason", "a text");
  }
}

/** @throws InvalidJobOperationError when the moment is none, or outside of the years 1 to 9999. */
export function checkOperationMoment(moment: Date, field: "at" | "finishedBefore"): void {
  if (!isStorableMoment(moment)) {
    throw new InvalidJobOperationError(field, "a moment in the years 1 to 9999");
  }
}

/** @throws InvalidJobOperationError */
export function checkList({ status, type, key, limit, before }: JobListOptions): void {
  if (status !== undefined && !isJobStatus(status)) {
    throw new InvalidJobOperationError("status", `one of ${JOB_STATUSES.join(", ")}`);
  }
  if (type !== undefined) {
    checkTypeName(type, "type");
  }
  if (key !== undefined) {
    checkText("key", key, MAX_KEY_LENGTH);
  }
  if (before !== undefined) {
    checkJobId(before, "before");
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InvalidJobOperationError("limit", `a whole number from 1 to ${MAX_LIMIT}`);
  }
}

/** Whether it is a state that jobs know. */
export function isJobStatus(text: unknown): text is JobStatus {
  return JOB_STATUSES.some((status) => status === text);
}

function checkText(field: JobOperationField, text: unknown, mostCharacters: number): void {
  if (typeof text !== "string" || text.length === 0 || text.length > mostCharacters || !isStorableText(text)) {
    throw new InvalidJobOperationError(field, `a text of 1 to ${mostCharacters} characters that PostgreSQL can store`);
  }
}
