/**
 * A program: kills Rekindle again and again while its clock is wound, and says what came of it. Arguments: how many kills (50),
 * how many people (12), the seed of chance. Ends with code 1 when a promise was broken.
 */
import { killDuringWind } from "../attacks/kills/kill-during-wind.ts";

const [kills = 50, people = 12, seed = 1] = process.argv.slice(2).map(Number);
const begunMs = performance.now();
const report = await killDuringWind({ kills, people, seed });
const seconds = Math.round((performance.now() - begunMs) / 1000);
process.stdout.write(`${JSON.stringify({ seed, people, seconds, ...report }, null, 2)}\n`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
