import { readdir, readFile } from "node:fs/promises";

import type { Migration } from "./migration.ts";
import { MigrationFilesError } from "./migration-errors.ts";

const FILE_NAME = /^(\d{3})-([a-z0-9-]+)\.sql$/;
const BREAKING = /^--\s*breaking\b/;

/**
 * Reads the files `NNN-what.sql` of a folder, in the order of their numbers. Each opens with a comment; where its first line
 * starts with `-- breaking`, the migration is a breaking one. Files that do not end in `.sql` are passed over.
 *
 * @throws MigrationFilesError for a file with another name, without that comment, or out of a row that starts at 001.
 */
export async function loadMigrations(folder: URL): Promise<readonly Migration[]> {
  const base = new URL(folder.href.endsWith("/") ? folder.href : `${folder.href}/`);
  const files = (await readdir(base)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const [, digits, name] = FILE_NAME.exec(file) ?? [];
      if (digits === undefined || name === undefined) {
        throw new MigrationFilesError(file, "is not called NNN-what.sql in lower case");
      }
      const expected = index + 1;
      if (Number(digits) !== expected) {
        throw new MigrationFilesError(
          file,
          `should have the number ${expected}: numbers start at 001 and have no gaps`,
        );
      }
      const sql = await readFile(new URL(file, base), "utf8");
      if (!sql.startsWith("--")) {
        throw new MigrationFilesError(file, "does not open with a comment that says what it does and what it locks");
      }
      return { number: expected, name, sql, breaking: BREAKING.test(sql) };
    }),
  );
}
