import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openEmbeddedDatabase, openServerDatabase } from "../database/index.ts";
import { silentLogger } from "../kernel/index.ts";
import { environmentOfProcess, readVariables } from "./configuration.ts";
import { DATABASE_VARIABLES } from "./database-variables.ts";
import { DatabaseMissingError, liveFolders } from "./embedded-folders.ts";
import { fail } from "./fail.ts";
import { moveDatabase } from "./move-database.ts";

const USAGE = `Usage: rekindle move [--to URL]

Carries all that the bot knows from its embedded database to an empty database on a PostgreSQL server: to URL, or to the one of
DATABASE_URL. The bot must be stopped. The embedded database stays as it is, and is marked as moved in the end. Where the command is
ended before, run it again: it begins anew.`;

/** `rekindle move` with the words behind it. Says how the process is to end. */
export async function runMoveCommand(words: readonly string[]): Promise<number> {
  const given = readWords(words);
  if (given === null) {
    print(USAGE);
    return words.length === 1 && words[0] === "--help" ? 0 : 2;
  }
  try {
    const variables = readVariables(DATABASE_VARIABLES, environmentOfProcess());
    const url = given.to ?? variables.DATABASE_URL;
    if (url === null) {
      print(USAGE);
      return 2;
    }
    await move(variables.REKINDLE_DATA_DIR, url);
    return 0;
  } catch (thrown) {
    fail(thrown, "The database was not moved");
  }
}

function readWords(words: readonly string[]): { readonly to: string | null } | null {
  try {
    const { values } = parseArgs({ args: [...words], options: { to: { type: "string" } } });
    return { to: values.to ?? null };
  } catch {
    return null;
  }
}

async function move(dataDir: string, url: string): Promise<void> {
  const folders = liveFolders(dataDir);
  if (!existsSync(join(folders.folder, "postgres"))) {
    throw new DatabaseMissingError(folders.folder); // opening it would make one
  }
  const target = await openServerDatabase({ url, logger: silentLogger, maxConnections: 2 });
  try {
    const source = await openEmbeddedDatabase({ ...folders, logger: silentLogger });
    try {
      const { rows, leftOut } = await moveDatabase(source, target, printProgress());
      print(`Moved ${rows} rows; counted and compared on both sides.`);
      if (leftOut.length > 0) {
        print(`Left out, since the server has a table of that name that is somebody else's: ${leftOut.join(", ")}.`);
      }
      print(
        `${folders.folder} is marked as moved, and otherwise as it was. Start the bot with DATABASE_URL set from now on.`,
      );
    } finally {
      await source.close();
    }
  } finally {
    await target.close();
  }
}

/** A line for each twentieth. */
function printProgress(): (progress: { readonly table: string; readonly part: number }) => void {
  let printed = -1;
  return ({ table, part }) => {
    const twentieths = Math.floor(part * 20);
    if (twentieths > printed) {
      printed = twentieths;
      print(`${String(twentieths * 5).padStart(4)} %  ${table}`);
    }
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
