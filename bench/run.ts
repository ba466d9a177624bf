/** Runs one benchmark by its name: `npm run bench -- start`. Nothing else may run on the machine meanwhile. */
import { benchEmotion } from "./emotion/index.ts";
import { benchScale } from "./scale/index.ts";
import { benchScheduler } from "./scheduler/index.ts";
import { benchStart } from "./start.ts";

const BENCHMARKS: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  emotion: benchEmotion,
  scale: benchScale,
  scheduler: benchScheduler,
  start: benchStart,
};

const [name = "", ...words] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHMARKS).join(" | ")}> [options of its own]`);
  process.exitCode = 1;
} else {
  await benchmark(words);
}
