/**
 * Follow-ups decided and handed to the stand-in for Discord per second, by 1, 2 and 4 processes on one PostgreSQL server, with and
 * without Redis, and where the time goes. The stand-in's limits and the bot's own pace are off: with them it is 42 a second, whatever
 * the processes could do.
 */
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";

import { startOwnRedis } from "../../test/redis/own-redis.ts";
import { type Figures, measure } from "./measure.ts";

const PROCESSES = [1, 2, 4] as const;
const OPTIONS = {
  quick: { type: "boolean", default: false },
  json: { type: "string" },
  people: { type: "string" },
} as const;

interface Row {
  readonly processes: number;
  readonly redis: boolean;
  readonly figures: Figures;
}

/** `npm run bench -- scale [--quick] [--people 2000] [--json FILE]` */
export async function benchScale(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...words], options: OPTIONS });
  const serverUrl = process.env["DATABASE_URL"] ?? "";
  if (serverUrl === "") {
    throw new Error("several processes need a server: set DATABASE_URL");
  }
  const people = Number(values.people ?? (values.quick ? 300 : 2000));
  const load = loadavg();
  const redis = await startOwnRedis();
  const rows: Row[] = [];
  try {
    for (const processes of PROCESSES) {
      for (const server of [null, redis]) {
        rows.push({
          processes,
          redis: server !== null,
          figures: await measure({ processes, people, serverUrl, redis: server }),
        });
      }
    }
  } finally {
    await redis.stop();
  }
  print(rows, people, load);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ people, load, rows }, null, 2)}\n`);
  }
}

function print(rows: readonly Row[], people: number, [load = Number.NaN]: readonly number[]): void {
  console.log(
    `${people} follow-ups; ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}; load before: ${load.toFixed(1)}`,
  );
  console.table(
    Object.fromEntries(
      rows.map(({ processes, redis, figures }) => [
        `${processes} ${processes === 1 ? "process" : "processes"}, ${redis ? "Redis" : "PostgreSQL alone"}`,
        {
          "a second": figures.perSecond.toFixed(0),
          "bots, ms": figures.botsMs.toFixed(1),
          "PostgreSQL, ms": figures.postgresMs.toFixed(1),
          "Redis, ms": figures.redisMs.toFixed(2),
          "stand-in, ms": figures.standInMs.toFixed(1),
          transactions: figures.transactions.toFixed(1),
          "decide, ms": figures.decide.durationMs.toFixed(0),
          "in line, ms": figures.deliver.delayMs.toFixed(0),
          "deliver, ms": figures.deliver.durationMs.toFixed(0),
        },
      ]),
    ),
  );
}
