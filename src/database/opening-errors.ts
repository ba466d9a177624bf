import { RekindleError } from "../kernel/index.ts";

/** Where a server is; never with its password. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

function words(address: ServerAddress): string {
  return `database "${address.database}" on ${address.host}:${address.port}`;
}

/** The URL is not one of a PostgreSQL server. The URL itself is told nowhere: it may hold a password. */
export class DatabaseUrlInvalidError extends RekindleError {
  readonly code = "DATABASE_URL_INVALID";

  constructor() {
    super("the database URL is not valid: it must look like postgresql://user:password@host:5432/database");
  }
}

/** Nobody answers there, or what answers is not ready. */
export class ServerUnreachableError extends RekindleError {
  readonly code = "DATABASE_SERVER_UNREACHABLE";
  readonly address: ServerAddress;
  /** The system's code (`ECONNREFUSED`) or SQLSTATE (`57P03`); `null` where there is none. */
  readonly reason: string | null;

  constructor(address: ServerAddress, reason: string | null, cause: unknown) {
    super(
      `cannot connect to ${words(address)}${reason === null ? "" : ` (${reason})`}: is the server running, and are host and port right?`,
      { cause },
    );
    this.address = address;
    this.reason = reason;
  }
}

/** The server refused user, password or the way of connecting. */
export class ServerLoginRefusedError extends RekindleError {
  readonly code = "DATABASE_LOGIN_REFUSED";
  readonly address: ServerAddress;

  constructor(address: ServerAddress, cause: unknown) {
    super(`the server refused the login to ${words(address)}: check user, password and the server's pg_hba.conf`, {
      cause,
    });
    this.address = address;
  }
}

/** The server has no database of that name. */
export class ServerDatabaseMissingError extends RekindleError {
  readonly code = "DATABASE_DOES_NOT_EXIST";
  readonly address: ServerAddress;

  constructor(address: ServerAddress, cause: unknown) {
    super(`there is no ${words(address)}: create it first, for example with "createdb ${address.database}"`, { cause });
    this.address = address;
  }
}

/** The server is older than what the statements need. */
export class ServerTooOldError extends RekindleError {
  readonly code = "DATABASE_SERVER_TOO_OLD";
  readonly address: ServerAddress;
  /** As the server says it: `13.4`. */
  readonly version: string;

  constructor(address: ServerAddress, version: string, needed: number) {
    super(`${words(address)} runs on PostgreSQL ${version}, and ${needed} or later is needed`);
    this.address = address;
    this.version = version;
  }
}

/** The data folder cannot be made, read or written. */
export class FolderNotWritableError extends RekindleError {
  readonly code = "DATABASE_FOLDER_NOT_WRITABLE";
  readonly folder: string;
  /** The system's code: `EACCES`, `EROFS`, `ENOTDIR`, `ENOSPC` …; `null` where there is none. */
  readonly reason: string | null;

  constructor(folder: string, reason: string | null, cause: unknown) {
    super(`the data folder ${folder} cannot be written${reason === null ? "" : ` (${reason})`}`, { cause });
    this.folder = folder;
    this.reason = reason;
  }
}

/** Another process, or another database object of this one, has the data folder open. */
export class FolderInUseError extends RekindleError {
  readonly code = "DATABASE_FOLDER_IN_USE";
  readonly folder: string;

  constructor(folder: string) {
    super(`the data folder ${folder} is in use by another process: stop that one first, or choose another folder`);
    this.folder = folder;
  }
}

/** The data folder was made by another major version of PostgreSQL than the one that is embedded here. */
export class FolderVersionError extends RekindleError {
  readonly code = "DATABASE_FOLDER_VERSION";
  readonly folder: string;
  readonly found: string;

  constructor(folder: string, found: string, embedded: string) {
    super(
      `the data folder ${folder} was made by PostgreSQL ${found}, and this program embeds ${embedded}: use the program that made it, or another folder`,
    );
    this.folder = folder;
    this.found = found;
  }
}

/** The data folder is there, but the embedded database cannot start on it. */
export class FolderDamagedError extends RekindleError {
  readonly code = "DATABASE_FOLDER_DAMAGED";
  readonly folder: string;
  /** Where the data directory was put, whole; `null`: it was left where it is, since it may be well. */
  readonly setAsideAs: string | null;

  constructor(
    folder: string,
    { setAsideAs, advice }: { readonly setAsideAs: string | null; readonly advice: string },
    cause: unknown,
  ) {
    super(
      setAsideAs === null
        ? `the embedded database cannot start on the data folder ${folder}, which was left as it is: the disk is full, or there is too little memory`
        : `the embedded database cannot start on the data folder ${folder}: its files are damaged. Nothing of it was deleted: it was set aside as ${setAsideAs}. ${advice}`,
      { cause },
    );
    this.folder = folder;
    this.setAsideAs = setAsideAs;
  }
}

/**
 * There is no data directory, but copies of one, or one that was set aside as damaged. Nothing is begun anew beside them: people would
 * be forgotten, and with them who said no.
 */
export class FolderToRestoreError extends RekindleError {
  readonly code = "DATABASE_TO_BE_RESTORED";
  readonly folder: string;

  constructor(folder: string, advice: string) {
    super(`there is no database in ${folder} any more. ${advice}`);
    this.folder = folder;
  }
}
