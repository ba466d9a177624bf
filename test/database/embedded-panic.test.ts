import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, onTestFinished, test } from "vitest";

import { environmentWith } from "../program.ts";

const PROGRAM = fileURLToPath(new URL("./panicking.ts", import.meta.url));

describe("an embedded database whose log cannot grow (embedded)", () => {
  // In a process of its own, which can be killed where it blocks.
  test.each(["statement", "transaction", "script"])(
    "gives up at a %s, refuses everything at once from then on, closes, and opens again with all that it had accepted",
    { timeout: 90_000 },
    async (shape) => {
      const folder = await mkdtemp(join(tmpdir(), "rekindle-panic-"));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, folder, shape], {
        env: environmentWith({}),
        timeout: 60_000,
        killSignal: "SIGKILL",
      });
      expect(stderr).toBe("");
      const unavailable = "DATABASE_UNAVAILABLE";
      expect(JSON.parse(stdout)).toEqual({
        first: unavailable,
        queued: [unavailable, unavailable],
        later: [unavailable, unavailable, unavailable, unavailable],
        atOnce: true,
        logged: 1,
        lost: 0,
      });
    },
  );
});
