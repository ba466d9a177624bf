/**
 * A process that runs jobs which never end, until it is killed. Arguments: `embedded <folder>` or `server <url>`, and
 * how many jobs. Prints a line for each run that is in its handler.
 */
import { openEmbeddedDatabase, openServerDatabase } from "../../src/database/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler } from "../../src/scheduler/index.ts";
import { crashJob, migrateForCrash, SHORT_LEASE } from "./crash-fixture.ts";

const [kind, where = "", count = "0"] = process.argv.slice(2);
const database =
  kind === "embedded"
    ? await openEmbeddedDatabase({ folder: where, logger: silentLogger })
    : await openServerDatabase({ url: where, logger: silentLogger });
await migrateForCrash(database);

const scheduler = createScheduler({
  database,
  ids: timeOrderedIds(systemClock, systemRandom),
  random: systemRandom,
  logger: silentLogger,
  options: { ...SHORT_LEASE, soleOwner: kind === "embedded" },
});
scheduler.register(crashJob, ({ payload }) => {
  process.stdout.write(`running ${payload.number}\n`);
  return new Promise(() => undefined);
});
for (let number = 0; number < Number(count); number += 1) {
  await scheduler.schedule(crashJob, { number });
}
await scheduler.start();
