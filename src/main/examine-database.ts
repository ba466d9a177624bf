import { type Database, listDatabaseCopies, type MigrationSequence, pendingMigrations } from "../database/index.ts";
import { silentLogger, toError } from "../kernel/index.ts";
import type { Configuration } from "./configuration.ts";
import { liveFolders } from "./embedded-folders.ts";
import type { Finding } from "./finding.ts";
import { allSequences, openChosenDatabase } from "./prepare-database.ts";
import { readRights } from "./sql/lacking-rights.ts";

/** What `rekindle doctor` finds about the database. An embedded one is not opened: it may be in use. */
export async function examineDatabase(configuration: Configuration): Promise<readonly Finding[]> {
  const { DATABASE_URL: databaseUrl, REKINDLE_DATA_DIR: dataDir, DISCORD_TOKEN: token } = configuration;
  const mode = token === null ? "sandbox" : "live";
  if (databaseUrl === null) {
    return [token === null ? sandboxFinding(dataDir) : await examineEmbedded(dataDir)];
  }
  try {
    const database = await openChosenDatabase({ databaseUrl, dataDir, mode, logger: silentLogger });
    try {
      return await examineServer(database);
    } finally {
      await database.close();
    }
  } catch (thrown) {
    return [{ grade: "trouble", text: `Database: ${toError(thrown).message}` }];
  }
}

function sandboxFinding(dataDir: string): Finding {
  return { grade: "good", text: `Database: an embedded one in ${dataDir} (not opened here)` };
}

async function examineEmbedded(dataDir: string): Promise<Finding> {
  const copies = await listDatabaseCopies(liveFolders(dataDir).copiesFolder);
  const [newest] = copies;
  const told = newest === undefined ? "no copy of it yet" : `${copies.length} copies, the newest ${newest.name}`;
  return {
    grade: "hint",
    text: `Database: an embedded one in ${dataDir} (not opened here), ${told}. For more than one process, set DATABASE_URL`,
  };
}

async function examineServer(database: Database): Promise<readonly Finding[]> {
  const sequences = await allSequences();
  let missing = 0;
  for (const sequence of sequences) {
    missing += (await pendingMigrations(database, sequence)).length;
  }
  const { role, mayCreate, lacking } = await readRights(database, tablesOf(sequences));
  const rights: Finding =
    lacking.length === 0
      ? { grade: "good", text: `Database: the role ${role} may read and write its rows` }
      : {
          grade: "trouble",
          text: `Database: the role ${role} lacks ${lacking.map(({ name, rights }) => `${rights.join(", ")} on ${name}`).join("; ")}. docs/operations.md has the statements`,
        };
  return [schemaFinding(missing, mayCreate), ...(missing > 0 && !mayCreate ? [] : [rights])];
}

function schemaFinding(missing: number, mayCreate: boolean): Finding {
  if (missing === 0) {
    return { grade: "good", text: "Database: it answers, and its schema fits" };
  }
  return mayCreate
    ? { grade: "hint", text: `Database: it answers; ${missing} migrations are missing. The next start makes them` }
    : {
        grade: "trouble",
        text: `Database: it answers; ${missing} migrations are missing, and the role may not make tables. Let somebody who may run what \`rekindle migrate --print\` prints`,
      };
}

function tablesOf(sequences: readonly MigrationSequence[]): readonly string[] {
  return sequences.flatMap(({ migrations }) =>
    migrations.flatMap(({ sql }) => Array.from(sql.matchAll(/^\s*create table (\w+)/gm), ([, name = ""]) => name)),
  );
}
