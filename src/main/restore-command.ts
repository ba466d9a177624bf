import { type Database, type DatabaseCopy, listDatabaseCopies, listSetAside, restoreCopy } from "../database/index.ts";
import { pauseFollowUps } from "../follow-ups/index.ts";
import { silentLogger } from "../kernel/index.ts";
import { personId } from "../vocabulary/index.ts";
import { environmentOfProcess, readVariables } from "./configuration.ts";
import { DATABASE_VARIABLES } from "./database-variables.ts";
import { liveFolders } from "./embedded-folders.ts";
import { fail } from "./fail.ts";
import { migrateAll } from "./prepare-database.ts";

const USAGE = `Usage: rekindle restore [COPY]

Without a word: lists the copies of the bot's embedded database, which are made daily and at each clean stop.
With the name of one: goes back to it. The bot must be stopped. The present data is set aside, not deleted; follow-ups are paused.`;

/** Who paused follow-ups, as \`bot_status\` shows it. */
const PAUSED_BY = personId("restore");

/** `rekindle restore` with the words behind it. Says how the process is to end. */
export async function runRestoreCommand([copy, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || copy?.startsWith("-") === true) {
    process.stdout.write(`${USAGE}\n`);
    return copy === "--help" && more.length === 0 ? 0 : 2;
  }
  try {
    const { DATABASE_URL: databaseUrl, REKINDLE_DATA_DIR: dataDir } = readVariables(
      DATABASE_VARIABLES,
      environmentOfProcess(),
    );
    if (databaseUrl !== null) {
      print("DATABASE_URL is set, so the bot uses that server, and this is about the embedded database beside it.");
    }
    const folders = liveFolders(dataDir);
    if (copy === undefined) {
      await list(folders);
      return 0;
    }
    const { setAsideAs } = await restoreCopy({ ...folders, copy, prepare: makeSafe });
    print(`Restored ${copy}.`);
    print(
      setAsideAs === null
        ? "There was no other data."
        : `The data of before is whole in ${setAsideAs}; nothing was deleted.`,
    );
    print(AFTERWARDS);
    return 0;
  } catch (thrown) {
    fail(thrown, "Nothing was restored");
  }
}

const AFTERWARDS = `What people decided and what was sent after that copy was made is not in it: somebody may have said no since then, or
been written to. So follow-ups are paused. Start the bot, and when you are sure, say "followups resume" to it.`;

/** The schema is brought up to date as a start would do it: an older copy may know no pause. */
async function makeSafe(database: Database): Promise<void> {
  await migrateAll(database, silentLogger);
  await database.transaction((transaction) => pauseFollowUps(transaction, PAUSED_BY));
}

async function list({ folder, copiesFolder }: ReturnType<typeof liveFolders>): Promise<void> {
  const copies = await listDatabaseCopies(copiesFolder);
  print(copies.length === 0 ? `There is no copy in ${copiesFolder}.` : `Copies in ${copiesFolder}, the newest first:`);
  copies.forEach((copy) => print(`  ${described(copy)}`));
  const aside = await listSetAside(folder);
  if (aside.length > 0) {
    print(`Set aside in ${folder}, never deleted by the program; they can be restored too if they open:`);
    aside.forEach((name) => print(`  ${name}`));
  }
  if (copies.length > 0) {
    print(`To go back to one: rekindle restore ${copies[0]?.name ?? ""}`);
  }
}

function described({ name, bytes }: DatabaseCopy): string {
  return `${name}  ${Math.ceil(bytes / 1024 / 1024)} MB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
