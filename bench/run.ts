/** Runs one benchmark by its name: `npm run bench -- start`. Nothing else may run on the machine meanwhile. */
import { benchScheduler } from "./scheduler/index.ts";
import { benchStart } from "./start.ts";

const BENCHMARKS: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  scheduler: benchScheduler,
  start: benchStart,
};

const [name = "", ...words] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHMARKS).join(" | ")}> [--quick] [--json FILE]`);
  process.exitCode = 1;
} else {
  await benchmark(words);
}
