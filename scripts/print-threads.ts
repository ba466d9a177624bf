/**
 * Prints how well open threads are read, and each miss: `node scripts/print-threads.ts`. With `-b` the figures alone of the half that
 * nobody looks at while the rules are made.
 */
import { scoreThreads } from "../test/threads/score.ts";

const held = process.argv.includes("-b");
const { misses, kinds, ...figures } = scoreThreads(held ? "open-threads-b" : "open-threads-a");
console.log(
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join("\n"),
);
if (!held) {
  console.log([...kinds].map(([pair, count]) => `${pair} ${count}`).join("\n"));
  console.log(misses.join("\n"));
}
