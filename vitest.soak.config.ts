import { defineConfig, mergeConfig } from "vitest/config";

import usual from "./vitest.config.ts";

/** What is too slow for every `npm test`: `npm run soak`. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: ["**/node_modules/**"] } },
  defineConfig({ test: { include: ["test/soak/**/*.test.ts"], maxWorkers: 1 } }),
);
