import { checksumOf, fileNameOf, type Migration } from "../migration.ts";
import type { MigrationSequence } from "../pending-migrations.ts";
import { CREATE_LEDGER, MIGRATIONS_LOCK } from "./ledger.ts";

/**
 * All that `migrate` would do for these migrations, as SQL for a person with the rights to it: the ledger, then each migration in
 * a transaction of its own that begins with its row in the ledger. Programs that start meanwhile wait, and a migration that
 * somebody else applied meanwhile fails at that row. Whoever runs it stops at the first error.
 */
export function migrationScript(sequences: readonly MigrationSequence[]): string {
  const steps = sequences.flatMap(({ sequence, migrations }) =>
    migrations.map((migration) => transaction(`${sequence} ${fileNameOf(migration)}`, applied(sequence, migration))),
  );
  return steps.length === 0 ? "" : [transaction("the ledger of migrations", CREATE_LEDGER.trim()), ...steps].join("\n");
}

function transaction(title: string, sql: string): string {
  return `-- ${title}\nbegin;\nselect ${MIGRATIONS_LOCK};\n${sql}\ncommit;\n`;
}

function applied(sequence: string, migration: Migration): string {
  const { number, name, breaking } = migration;
  const row = [quoted(sequence), number, quoted(name), quoted(checksumOf(migration)), breaking].join(", ");
  const sql = migration.sql.trimEnd();
  return `insert into rekindle_migrations (sequence, number, name, checksum, breaking) values (${row});\n${sql}${sql.endsWith(";") ? "" : "\n;"}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
