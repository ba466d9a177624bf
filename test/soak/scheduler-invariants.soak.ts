/**
 * A program: four worker processes of the scheduler on a PostgreSQL server of its own, killed, stopped, cut off and restarted at
 * random, and what came of it. Arguments: how many kills (120), the seed of chance. Ends with code 1 when a promise was broken.
 */
import { whyNoOwnServer } from "../scheduler/invariants/own-server.ts";
import { runChaos } from "../scheduler/invariants/run-chaos.ts";

const [kills = 120, seed = 1] = process.argv.slice(2).map(Number);
const obstacle = whyNoOwnServer();
if (obstacle === null) {
  const { broken, figures } = await runChaos({
    kills,
    terminations: Math.ceil(kills / 3),
    restarts: Math.ceil(kills / 15),
    silences: Math.ceil(kills / 8),
    everyMs: 900,
    keys: 50,
    requestsPerSecond: 40,
    poison: true,
    seed,
  });
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n${broken.join("\n\n")}\n`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} else {
  process.stdout.write(`scheduler invariants: skipped, because ${obstacle}\n`);
}
