import {
  type CarryProgress,
  carryRows,
  compareRows,
  type Database,
  emptyTables,
  findAnyRow,
  findTables,
  type TableRow,
} from "../database/index.ts";
import { RekindleError, silentLogger } from "../kernel/index.ts";
import { DatabaseMovedError, WrongModeError } from "./instance-mode.ts";
import { migrateAll } from "./prepare-database.ts";
import { changeInstanceMode, readInstance, readMode } from "./sql/instance-mode.ts";

/** What an embedded database is to be carried to is in use already. Nothing was changed. */
export class MoveTargetInUseError extends RekindleError {
  readonly code = "MOVE_TARGET_IN_USE";
  /** What was found there: how the database is marked, or a table with rows. */
  readonly found: string;

  constructor(found: string) {
    super(`the server's database is not empty (${found}): everything is carried to an empty one, or not at all`);
    this.found = found;
  }
}

/** What became of it. */
export interface MoveResult {
  readonly rows: number;
  /** Tables that are a host's on the server. */
  readonly leftOut: readonly string[];
}

/** These tell of the database that they are in. */
const NOT_CARRIED = new Set(["rekindle_migrations", "rekindle_instance"]);
const USER_PROFILES = "user_profiles";

/**
 * Carries all rows to an empty database on a server. Until that is finished the target is marked `moving`, and no program starts on it;
 * a second call begins anew. First the source is marked `moved` and then the target `live`, so that at no moment both can be started.
 *
 * @throws WrongModeError, DatabaseMovedError, MoveTargetInUseError before anything is changed; CarriedRowsDifferError.
 */
export async function moveDatabase(
  source: Database,
  target: Database,
  onProgress: (progress: CarryProgress) => void,
): Promise<MoveResult> {
  await migrateAll(source, silentLogger);
  await migrateAll(target, silentLogger);
  const all = (await findTables(source)).filter(({ name }) => !NOT_CARRIED.has(name));
  const [instance] = await target.run(readInstance);
  const tables = instance?.ownsUserProfiles === true ? all : all.filter(({ name }) => name !== USER_PROFILES);
  await assertMovable({ source, target, tables });

  await target.transaction(async (transaction) => {
    await transaction.run(changeInstanceMode, [null, "moving"]);
    await transaction.script(emptyTables(tables));
  });
  await carryRows(source, target, { tables, onProgress });
  const rows = await compareRows(source, target, tables);
  await source.run(changeInstanceMode, ["live", "moved"]);
  await target.run(changeInstanceMode, ["moving", "live"]);
  return { rows, leftOut: all.filter((table) => !tables.includes(table)).map(({ name }) => name) };
}

interface Move {
  readonly source: Database;
  readonly target: Database;
  readonly tables: readonly TableRow[];
}

async function assertMovable({ source, target, tables }: Move): Promise<void> {
  const [from, to] = [await readMode(source), await readMode(target)];
  if (from === "sandbox" || from === null) {
    throw new WrongModeError("live");
  }
  if (to === "moving") {
    return;
  }
  if (from === "moved") {
    throw new DatabaseMovedError();
  }
  if (to !== null) {
    throw new MoveTargetInUseError(`marked as ${to}`);
  }
  for (const table of tables) {
    // a table of one row has it from the beginning
    if (!table.columns.includes("only_row") && (await target.run(findAnyRow(table))).length > 0) {
      throw new MoveTargetInUseError(`${table.name} has rows`);
    }
  }
}
