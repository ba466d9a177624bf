import {
  type Database,
  openServerDatabase,
  type Parameter,
  type Queryable,
  type Statement,
} from "../../src/database/index.ts";
import {
  monotonicMs,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import { createScheduler } from "../../src/scheduler/index.ts";
import {
  CLAIM,
  type Crowd,
  REQUEST,
  runOneThatWaited,
  scheduleOneAgain,
  typeOf,
} from "../scheduler/invariants/large-table.ts";

/** How long each call of the two statements took, in milliseconds. */
export interface Times {
  readonly [CLAIM]: number[];
  readonly [REQUEST]: number[];
}

/** A scheduler at work on a table with a crowd. */
export interface Workplace {
  readonly times: Times;
  /** Asks anew for one job of the crowd, and runs one that is not of it. */
  round(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkplace(url: string, crowd: Crowd): Promise<Workplace> {
  const database = await openServerDatabase({ url, logger: silentLogger, maxConnections: 1 });
  const times: Times = { [CLAIM]: [], [REQUEST]: [] };
  const scheduler = createScheduler({
    database: timed(database, times),
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
  });
  const type = typeOf(0); // the others are of a newer version
  scheduler.register(type, async () => ({ type: "completed" }));
  await scheduler.start();
  const random = seededRandom(1);
  return {
    times,
    round: async () => {
      await scheduleOneAgain(scheduler, crowd, random);
      await runOneThatWaited(database, scheduler, 0);
    },
    close: async () => {
      await scheduler.stop();
      await database.close();
    },
  };
}

function timed(database: Database, times: Times): Database {
  const watch = (queryable: Queryable) => {
    return async <Row>(asked: Statement<Row>, parameters: readonly Parameter[] = []): Promise<readonly Row[]> => {
      const begunMs = monotonicMs();
      const rows = await queryable.run(asked, parameters);
      if (asked.name === CLAIM || asked.name === REQUEST) {
        times[asked.name].push(monotonicMs() - begunMs);
      }
      return rows;
    };
  };
  return {
    ...database,
    run: watch(database),
    transaction: (work) => database.transaction((transaction) => work({ ...transaction, run: watch(transaction) })),
  };
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
