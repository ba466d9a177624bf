/** A program: opens a bot's embedded database and closes it, which makes a copy. Argument: the data folder. */
import { silentLogger } from "../../../src/kernel/index.ts";
import { prepareDatabase } from "../../../src/main/prepare-database.ts";

const [dataDir = ""] = process.argv.slice(2);
await (await prepareDatabase({ databaseUrl: null, dataDir, mode: "live", logger: silentLogger })).close();
