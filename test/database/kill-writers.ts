import { openEmbeddedDatabase, statement } from "../../src/database/index.ts";
import { seededRandom, silentLogger } from "../../src/kernel/index.ts";
import { startWriter } from "./writer-process.ts";

const READ_ROWS = statement<{ ids: number[]; changes: number }>(
  "read-rows",
  ["ids", "changes"],
  "select array_agg(id order by id) as ids, sum(changes) as changes from rows",
);

/** What is not as it should be after the kills. */
export interface Damage {
  /** Rows that were acknowledged and are not there. */
  readonly lost: readonly number[];
  /** How many transactions are there by half. */
  readonly byHalf: number;
}

/** Starts a process that writes to a folder, kills it, starts the next one, and looks at what they left. */
export async function killWriters({
  folder,
  kills,
  seed,
}: {
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
}): Promise<Damage> {
  const random = seededRandom(seed);
  const acknowledged: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const writer = startWriter(folder);
    const line = await writer.firstLine;
    if (line !== "open") {
      throw new Error(`the folder could not be opened after ${kill} kills: ${line}`);
    }
    await writer.acknowledged(1 + Math.floor(random.next() * 60));
    acknowledged.push(await writer.kill());
  }
  const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
  try {
    const [rows] = await database.run(READ_ROWS);
    const there = new Set(rows?.ids);
    return {
      lost: acknowledged.filter((id) => !there.has(id)),
      byHalf: Math.abs((rows?.changes ?? 0) - there.size),
    };
  } finally {
    await database.close();
  }
}
