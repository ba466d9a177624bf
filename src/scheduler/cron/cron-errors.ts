import { RekindleError } from "../../kernel/index.ts";

/** What of a cron schedule can be refused. */
export type CronField = "name" | "expression" | "timeZone" | "catchUp" | "overlap";

/** A cron schedule that was not accepted: nothing was stored. Its type and payload are refused with `JOB_INVALID`. */
export class CronInvalidError extends RekindleError {
  readonly code = "CRON_INVALID";
  readonly field: CronField;

  constructor(field: CronField, rule: string, options?: ErrorOptions) {
    super(`${field} of a cron schedule ${rule}`, options);
    this.field = field;
  }
}

/** A cron schedule was to be paused or resumed, and there is none of that name. */
export class CronNotFoundError extends RekindleError {
  readonly code = "CRON_NOT_FOUND";
  readonly scheduleName: string;

  constructor(scheduleName: string) {
    super(`there is no cron schedule "${scheduleName.slice(0, 200)}"`);
    this.scheduleName = scheduleName;
  }
}
