import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  fileNameOf,
  type MigrationSequence,
  migrationScript,
  pendingMigrations,
  ServerDatabaseMissingError,
  ServerLoginRefusedError,
  ServerUnreachableError,
} from "../database/index.ts";
import { silentLogger } from "../kernel/index.ts";
import { type Configuration, environmentOfProcess, readVariables } from "./configuration.ts";
import { DATABASE_VARIABLES } from "./database-variables.ts";
import { fail } from "./fail.ts";
import { allSequences, type DatabaseChoice, migrateAll, openChosenDatabase } from "./prepare-database.ts";
import { VERSION } from "./version.ts";

const USAGE = `Usage: rekindle migrate [--print | --check]

Brings the schema of the database up to date, as every start does.
  --print  changes nothing, and prints the SQL that is missing, for psql and a role that may create tables
  --check  changes nothing, and ends with 0 where nothing is missing, else with 1 and what is`;

/** Where the command writes. */
interface CommandOutput {
  /** For the result. */
  print(text: string): void;
  /** For what is to be known beside it. */
  note(text: string): void;
}

const FITS = `The schema is as Rekindle ${VERSION} needs it.\n`;

/** `rekindle migrate` with the words behind it. Says how the process is to end: 0 where all is well. */
export async function runMigrateCommand(words: readonly string[]): Promise<number> {
  const output: CommandOutput = {
    print: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
  };
  const [word, ...more] = words;
  if (more.length > 0 || !(word === undefined || word === "--print" || word === "--check")) {
    output.print(`${USAGE}\n`);
    return word === "--help" && more.length === 0 ? 0 : 1;
  }
  try {
    const choice = chosenBy(readVariables(DATABASE_VARIABLES, environmentOfProcess()));
    if (word === "--print") {
      output.print(await scriptFor(choice, output));
      return 0;
    }
    return await (word === "--check" ? check(choice, output) : apply(choice, output));
  } catch (thrown) {
    fail(thrown, "The schema could not be looked at, or not be changed");
  }
}

type DatabaseSettings = Pick<Configuration, keyof typeof DATABASE_VARIABLES>;

function chosenBy({
  DATABASE_URL,
  DATABASE_PREPARED_STATEMENTS,
  DISCORD_TOKEN,
  REKINDLE_DATA_DIR,
}: DatabaseSettings): DatabaseChoice {
  return {
    databaseUrl: DATABASE_URL,
    preparedStatements: DATABASE_PREPARED_STATEMENTS,
    dataDir: REKINDLE_DATA_DIR,
    mode: DISCORD_TOKEN === null ? "sandbox" : "live",
    logger: silentLogger,
  };
}

async function apply(choice: DatabaseChoice, { print }: CommandOutput): Promise<number> {
  const database = await openChosenDatabase(choice);
  try {
    const info = ({ sequence, migration }: Readonly<Record<string, unknown>>): void =>
      print(`Applied ${String(sequence)} ${String(migration)}\n`);
    await migrateAll(database, { ...silentLogger, info });
    print(FITS);
    return 0;
  } finally {
    await database.close();
  }
}

async function check(choice: DatabaseChoice, { print }: CommandOutput): Promise<number> {
  const missing = (await pending(choice)).flatMap(({ sequence, migrations }) =>
    migrations.map((migration) => `  ${sequence} ${fileNameOf(migration)}\n`),
  );
  print(missing.length === 0 ? FITS : `The schema lacks what Rekindle ${VERSION} needs:\n${missing.join("")}`);
  return missing.length === 0 ? 0 : 1;
}

async function scriptFor(choice: DatabaseChoice, { note }: CommandOutput): Promise<string> {
  const { about, sequences } = await wanted(choice);
  note(`${about}\n`);
  const script = migrationScript(sequences);
  return script === ""
    ? `-- ${about}\n`
    : `-- ${about}
-- For psql, and a role that may create tables in the schema that the program uses.
\\set ON_ERROR_STOP on

${script}`;
}

interface Wanted {
  readonly about: string;
  readonly sequences: readonly MigrationSequence[];
}

async function wanted(choice: DatabaseChoice): Promise<Wanted> {
  const everything = `all that Rekindle ${VERSION} needs, from an empty database on`;
  if (choice.databaseUrl === null) {
    return { about: `DATABASE_URL is not set: ${everything}`, sequences: await allSequences() };
  }
  try {
    const sequences = await pending(choice);
    return sequences.every(({ migrations }) => migrations.length === 0)
      ? { about: FITS.trim(), sequences }
      : { about: `What this database lacks for Rekindle ${VERSION}`, sequences };
  } catch (thrown) {
    if (
      thrown instanceof ServerUnreachableError ||
      thrown instanceof ServerLoginRefusedError ||
      thrown instanceof ServerDatabaseMissingError
    ) {
      const about = `The database could not be asked [${thrown.code}]: ${everything}`;
      return { about, sequences: await allSequences() };
    }
    throw thrown;
  }
}

/** What is missing. An embedded database is not made for the question. */
async function pending(choice: DatabaseChoice): Promise<readonly MigrationSequence[]> {
  const sequences = await allSequences();
  if (choice.databaseUrl === null && !existsSync(join(choice.dataDir, choice.mode))) {
    return sequences;
  }
  const database = await openChosenDatabase(choice);
  try {
    const missing: MigrationSequence[] = [];
    for (const whole of sequences) {
      missing.push({ ...whole, migrations: await pendingMigrations(database, whole) });
    }
    return missing;
  } finally {
    await database.close();
  }
}
