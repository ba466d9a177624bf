import { RekindleError } from "../../kernel/index.ts";
import { fileNameOf, type Migration } from "./migration.ts";

/** The folder's files are not a sequence of migrations. Always a mistake of whoever added one. */
export class MigrationFilesError extends RekindleError {
  readonly code = "MIGRATION_FILES_INVALID";
  readonly file: string;

  constructor(file: string, rule: string) {
    super(`migration file ${file} ${rule}`);
    this.file = file;
  }
}

/** A migration was changed after this database had applied it. */
export class MigrationChangedError extends RekindleError {
  readonly code = "MIGRATION_CHANGED";
  readonly sequence: string;
  readonly number: number;

  constructor(sequence: string, migration: Migration) {
    super(
      `migration ${fileNameOf(migration)} of "${sequence}" is not the one that this database has applied: restore it, and put the change into a new migration`,
    );
    this.sequence = sequence;
    this.number = migration.number;
  }
}

/** A newer version of the program has changed the schema in a way that this one cannot cope with. */
export class SchemaTooNewError extends RekindleError {
  readonly code = "SCHEMA_TOO_NEW";
  readonly sequence: string;
  /** The number of the breaking migration. */
  readonly number: number;
  /** The last number that this program knows. */
  readonly known: number;

  constructor(sequence: string, facts: { readonly number: number; readonly name: string; readonly known: number }) {
    super(
      `this database was changed by a newer version (migration ${fileNameOf(facts)} of "${sequence}") that this version cannot work with: update the program, or restore an older backup`,
    );
    this.sequence = sequence;
    this.number = facts.number;
    this.known = facts.known;
  }
}

/** A migration's SQL was refused; nothing of it was applied. */
export class MigrationFailedError extends RekindleError {
  readonly code = "MIGRATION_FAILED";
  readonly sequence: string;
  readonly number: number;

  constructor(sequence: string, migration: Migration, cause: Error) {
    super(`migration ${fileNameOf(migration)} of "${sequence}" failed and was rolled back: ${cause.message}`, {
      cause,
    });
    this.sequence = sequence;
    this.number = migration.number;
  }
}
