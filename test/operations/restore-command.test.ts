import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openEmbeddedDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { attempt, type Ending, temporaryFolder } from "../attacks/process.ts";
import { countMessages, fillLiveFolder } from "../live-folder.ts";
import { query, values } from "../product-database.ts";

function restore(dataDir: string, ...words: string[]): Promise<Ending> {
  return attempt({ REKINDLE_DATA_DIR: dataDir }, { words: ["restore", ...words] });
}

test(
  "rekindle restore lists the copies, goes back to one, and pauses follow-ups: somebody may have said no since",
  { timeout: 60_000 },
  async () => {
    const dataDir = await temporaryFolder();
    const folder = join(dataDir, "live");
    expect((await restore(dataDir)).stdout).toContain("There is no copy in");
    expect(await restore(dataDir, "one", "two")).toMatchObject({ code: 2 });
    await fillLiveFolder(dataDir, { people: 3, messages: 40 });

    const [copy = ""] = await readdir(join(dataDir, "copies"));
    expect((await restore(dataDir)).stdout).toMatch(new RegExp(`  ${copy}  \\d+ MB\n`));
    expect(await restore(dataDir, "yesterday")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[DATABASE_COPY_NOT_FOUND]") as string,
    });

    const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
    await database.run(query([], "delete from messages"));
    expect((await restore(dataDir, copy)).stderr).toContain("[DATABASE_FOLDER_IN_USE]");
    await database.close();

    const { code, stdout } = await restore(dataDir, copy);
    expect(code).toBe(0);
    expect(stdout).toContain("postgres.replaced-");
    expect(stdout).toContain("followups resume");
    expect(await countMessages(folder)).toBe(40);
    const restored = await openEmbeddedDatabase({ folder, logger: silentLogger });
    expect(
      await values(restored, "select paused_by as value from follow_up_pause where paused_at is not null"),
    ).toEqual(["restore"]);
    await restored.close();
    expect((await restore(dataDir)).stdout).toContain("Set aside in");
  },
);
