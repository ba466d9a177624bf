/**
 * What the sandbox costs: the first and the later start until `/healthz` answers, memory idle after a later start, and a year wound
 * forward with 20 people who talk, half of whom answer. Each start is a process of its own; medians of 5.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

import { startProgram, type Program } from "../test/program.ts";

const STARTS = 5;
const PEOPLE = 20;
const WEEKS = 52;

interface Figures {
  readonly firstStartMs: number;
  readonly laterStartMs: number;
  readonly idleMemoryMb: number;
  readonly yearSeconds: number;
  readonly yearDelivered: number;
}

export async function benchStart(words: readonly string[]): Promise<void> {
  const firstStarts: number[] = [];
  const laterStarts: number[] = [];
  const memories: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const dataDir = await mkdtemp(join(tmpdir(), "rekindle-bench-"));
    firstStarts.push((await timedStart(dataDir)).startMs);
    const later = await timedStart(dataDir, memories);
    laterStarts.push(later.startMs);
    await rm(dataDir, { recursive: true, force: true });
  }
  const year = await windYear();
  const figures: Figures = {
    firstStartMs: median(firstStarts),
    laterStartMs: median(laterStarts),
    idleMemoryMb: median(memories),
    ...year,
  };
  print(figures);
  const file = words[words.indexOf("--json") + 1];
  if (words.includes("--json") && file !== undefined) {
    await writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
  }
}

async function timedStart(dataDir: string, memories?: number[]): Promise<{ startMs: number }> {
  const before = performance.now();
  const program = await startProgram({ dataDir });
  await fetch(new URL("/healthz", program.url));
  const startMs = performance.now() - before;
  if (memories !== undefined) {
    await program.messages("maya", "dm"); // one real request, as a page would make
    memories.push(await residentMb(program.pid));
  }
  await program.stop();
  return { startMs };
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function windYear(): Promise<Pick<Figures, "yearSeconds" | "yearDelivered">> {
  const program = await startProgram();
  try {
    for (let index = 0; index < PEOPLE; index += 1) {
      await settleIn(program, `person${index}`);
    }
    let yearDelivered = 0;
    let windingMs = 0;
    for (let week = 0; week < WEEKS; week += 1) {
      const before = performance.now();
      const { delivered } = await program.wind(7 * 24);
      windingMs += performance.now() - before;
      yearDelivered += delivered;
      for (let index = 0; index < PEOPLE; index += 2) {
        await program.say(
          `person${index}`,
          "dm",
          `week ${week}: I have a job interview at the library, and I love baking bread`,
        );
      }
    }
    return { yearSeconds: windingMs / 1000, yearDelivered };
  } finally {
    await program.stop();
  }
}

async function settleIn(program: Program, name: string): Promise<void> {
  for (const text of [
    "hello",
    "long day at work",
    "My biology exam was this morning and I'm still so stressed about it",
  ]) {
    await program.say(name, "dm", text);
  }
  await program.say(name, "dm", "!followup_settings on");
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(figures: Figures): void {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  );
  console.log(`medians of ${STARTS} starts`);
  console.table({
    "first start, s": { measured: (figures.firstStartMs / 1000).toFixed(2), "to reach": "< 6" },
    "later start, s": { measured: (figures.laterStartMs / 1000).toFixed(2), "to reach": "< 1.5" },
    "memory idle after a later start, MB": { measured: figures.idleMemoryMb.toFixed(0), "to reach": "< 300" },
    [`a year wound with ${PEOPLE} people, s`]: { measured: figures.yearSeconds.toFixed(1), "to reach": "< 60" },
    "messages delivered in that year": { measured: figures.yearDelivered, "to reach": "–" },
  });
}
