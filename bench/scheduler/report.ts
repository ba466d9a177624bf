import { writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";

import { nowMs } from "./figures.ts";
import type { PeerPackage } from "./load-peer.ts";
import type { Run } from "./measure.ts";
import type { Durability } from "./places/postgresql-places.ts";
import type { Row } from "./rows.ts";
import { linesOf, tableOf } from "./table.ts";

/** What there is to be known about a run beside its figures. */
export interface Facts {
  readonly form: "quick" | "long";
  readonly machine: string;
  /** How many processes wanted a processor before anything was measured. */
  readonly loadBefore: number;
  readonly server: Durability;
  readonly peers: Readonly<Record<PeerPackage, string>> | null;
}

/** What a machine with nothing else to do has at most. */
const LOAD_OF_OTHERS = 0.7;

export function describeMachine(): Pick<Facts, "machine" | "loadBefore"> {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    machine: `${cpus().length} × ${processor}, ${memory} GiB, Node ${process.versions.node}`,
    loadBefore: loadavg()[0] ?? 0,
  };
}

/** Prints the table, and writes everything to `file`, where there is one. */
export async function report(
  run: Run,
  { facts, rows, file }: { readonly facts: Facts; readonly rows: readonly Row[]; readonly file: string | undefined },
): Promise<void> {
  const { sizes, contenders, results, beganMs } = run;
  const { machine, server, peers, loadBefore } = facts;
  const lines = linesOf(rows, run);
  const tookSeconds = Math.round((nowMs() - beganMs) / 1000);
  const versions = Object.entries({ PostgreSQL: server.server_version, ...peers }).map((entry) => entry.join(" "));
  console.log(`\n${machine}; ${versions.join(", ")}`);
  console.log(`fsync ${server.fsync}, synchronous_commit ${server.synchronous_commit}`);
  console.log(`medians of ${sizes.repetitions}, measured in ${tookSeconds} s\n\n${tableOf(lines, contenders)}\n`);
  results.notes.forEach((note) => console.log(note));
  if (loadBefore > LOAD_OF_OTHERS) {
    console.log(
      `Others used this machine (load ${loadBefore.toFixed(1)} before the start): the figures are worth little.`,
    );
  }
  if (file !== undefined) {
    const settings = Object.fromEntries(contenders.map(({ title, settings: own }) => [title, own]));
    const written = { ...facts, tookSeconds, sizes, settings, rows: lines, results: results.all, notes: results.notes };
    await writeFile(file, `${JSON.stringify(written, null, 2)}\n`);
  }
  if (results.failed) {
    process.exitCode = 1;
  }
}
