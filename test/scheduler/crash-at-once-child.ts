/**
 * A process that kills itself when the job that it scheduled is committed as running, and before it is told so. Arguments:
 * `embedded <folder>` or `server <url>`. Prints a line if a handler is called all the same.
 */
import { type Database, openEmbeddedDatabase, openServerDatabase } from "../../src/database/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler } from "../../src/scheduler/index.ts";
import { crashJob, migrateForCrash, SHORT_LEASE } from "./crash-fixture.ts";

const [kind, where = ""] = process.argv.slice(2);
const database =
  kind === "embedded"
    ? await openEmbeddedDatabase({ folder: where, logger: silentLogger })
    : await openServerDatabase({ url: where, logger: silentLogger });
await migrateForCrash(database);

const deadly: Database = {
  ...database,
  listen: () => Promise.reject(new RangeError("no")), // a job that comes during a look goes the long way
  run: async (statement, parameters) => {
    const rows = await database.run(statement, parameters);
    if (statement.name === "insert-running-job") {
      process.kill(process.pid, "SIGKILL");
      await new Promise(() => undefined);
    }
    return rows;
  },
};
const scheduler = createScheduler({
  database: deadly,
  ids: timeOrderedIds(systemClock, systemRandom),
  random: systemRandom,
  logger: silentLogger,
  options: { ...SHORT_LEASE, pollMs: 600_000, soleOwner: kind === "embedded" },
});
scheduler.register(crashJob, async () => {
  process.stdout.write("running\n");
  return { type: "completed" };
});
await scheduler.start();
await scheduler.settle();
await scheduler.schedule(crashJob, { number: 0 });
