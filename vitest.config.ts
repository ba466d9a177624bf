import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

import { LongestFirst } from "./test/reporting/longest-first.ts";
import { StoryReporter } from "./test/reporting/story-reporter.ts";

// What a developer's shell happens to hold must not change what a test does. DATABASE_URL and REDIS_URL stay: the helpers of
// `src/database/testing/` and of the queue read them, and nobody else does.
const OURS = /^(DISCORD_|LLM_|REKINDLE_|FOLLOW_UP_|JOB_SCHEDULER_|DASHBOARD_TOKEN$|LOG_LEVEL$|PORT$|PG[A-Z]+$)/;
for (const name of Object.keys(process.env).filter((key) => OURS.test(key))) {
  Reflect.deleteProperty(process.env, name);
}
// The host's zone decides nothing. One that is no whole hour away from anything brings out who relies on it.
process.env["TZ"] = "Asia/Kathmandu";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/node_modules/**", "dist/**", "test/soak/**"], // these are for `npm run soak`
    pool: "forks",
    // One process runs many files: loading the program and starting a database anew for each would be most of the work. So a file
    // leaves nothing behind, and nothing of the product is replaced by a mock.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // An embedded database is a third of a gigabyte and most of a core while it starts.
    maxWorkers: Math.min(availableParallelism() + 1, 4),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    restoreMocks: true,
    reporters: [
      "default",
      new StoryReporter(),
      ["json", { outputFile: "node_modules/.cache/rekindle/test-results.json" }],
    ],
  },
});
