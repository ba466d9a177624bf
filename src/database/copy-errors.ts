import { RekindleError } from "../kernel/index.ts";

/** A copy of the embedded database could not be made. The database is as it was, and so are earlier copies; it is tried again. */
export class CopyFailedError extends RekindleError {
  readonly code = "DATABASE_COPY_FAILED";
  /** Where the copies are. */
  readonly folder: string;

  constructor(folder: string, cause: Error) {
    super(`the embedded database could not be copied into ${folder}: ${cause.message}`, { cause });
    this.folder = folder;
  }
}

/** There is no copy of that name. */
export class CopyNotFoundError extends RekindleError {
  readonly code = "DATABASE_COPY_NOT_FOUND";
  readonly copy: string;

  constructor(copy: string) {
    super(`there is no copy named ${JSON.stringify(copy)}: \`rekindle restore\` alone lists them`);
    this.copy = copy;
  }
}

/** A copy, or a folder that was set aside, does not open: nothing was changed. */
export class CopyDamagedError extends RekindleError {
  readonly code = "DATABASE_COPY_DAMAGED";
  readonly copy: string;

  constructor(copy: string, cause: unknown) {
    super(`the copy ${copy} does not open, so nothing was changed: take another one`, { cause });
    this.copy = copy;
  }
}

/** What was carried to another database is not what was read: somebody wrote to one of the two meanwhile. */
export class CarriedRowsDifferError extends RekindleError {
  readonly code = "CARRIED_ROWS_DIFFER";
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `what arrived is not what was carried, in ${tables.join(", ")}: does another program use one of the two databases?`,
    );
    this.tables = tables;
  }
}
