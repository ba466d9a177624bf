/**
 * The scheduler beside pg-boss, graphile-worker and BullMQ: on the same PostgreSQL server, in turn, in one run. What each row is and how
 * it is measured stands in `bench/README.md`.
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";

import { type Contender, CONTENDER_IDS } from "./contender.ts";
import { contenderOf } from "./contenders/index.ts";
import { nowMs } from "./figures.ts";
import { installedPeers, type PeerPackage } from "./load-peer.ts";
import { measureRows, type Run } from "./measure.ts";
import { type Places, placesFor } from "./places/places.ts";
import { type Durability, readDurability } from "./places/postgresql-places.ts";
import { createResults } from "./results.ts";
import { type Row, ROWS } from "./rows.ts";
import { LONG, QUICK } from "./sizes.ts";
import { linesOf, tableOf } from "./table.ts";

const OPTIONS = {
  quick: { type: "boolean", default: false },
  json: { type: "string" },
  only: { type: "string" },
  contenders: { type: "string" },
} as const;

interface Facts {
  readonly form: "quick" | "long";
  readonly machine: string;
  readonly server: Durability;
  readonly peers: Readonly<Record<PeerPackage, string>> | null;
}

/** `npm run bench -- scheduler [--quick] [--json FILE] [--only single,drain] [--contenders rekindle,pg-boss]` */
export async function benchScheduler(words: readonly string[]): Promise<void> {
  const { values: options } = parseArgs({ args: [...words], options: OPTIONS });
  const serverUrl = process.env["DATABASE_URL"];
  if (serverUrl === undefined || serverUrl === "") {
    complain("DATABASE_URL is missing: the address of a PostgreSQL server on which databases may be made and dropped.");
    return;
  }
  const server = await readDurability(serverUrl);
  if ([server.fsync, server.synchronous_commit, server.full_page_writes].includes("off")) {
    complain(
      "this server may lose commits (fsync, synchronous_commit or full_page_writes is off): nothing is measured.",
    );
    return;
  }
  const peers = await installedPeers();
  const facts: Facts = { form: options.quick ? "quick" : "long", machine: describeMachine(), server, peers };
  const contenders = chooseContenders(facts, options.contenders?.split(","));
  const rows = chooseRows(facts, options.only?.split(","));
  const run = await openRun(facts, contenders, serverUrl);
  try {
    await measureRows(run, rows);
  } finally {
    await closeAll(run.places);
  }
  await report(run, { facts, rows, file: options.json });
}

function chooseContenders({ peers }: Facts, ids: readonly string[] | undefined): readonly Contender[] {
  if (peers === null) {
    console.log("The peers are not installed, so only ours is measured. To install them: npm ci --prefix bench");
  }
  const withRedis = peers !== null && spawnSync("redis-server", ["--version"]).status === 0;
  if (peers !== null && !withRedis) {
    console.log("There is no redis-server here, so BullMQ is measured on PostgreSQL only.");
  }
  return CONTENDER_IDS.filter((id) => ids === undefined || ids.includes(id))
    .map(contenderOf)
    .filter(({ isPeer }) => peers !== null || !isPeer)
    .filter(({ store }) => withRedis || !store.startsWith("redis"));
}

function chooseRows({ form }: Facts, scenarios: readonly string[] | undefined): readonly Row[] {
  const rows = ROWS.filter(({ scenario }) => scenarios === undefined || scenarios.includes(scenario));
  const left = form === "quick" ? rows.filter(({ onlyLong }) => onlyLong) : [];
  if (left.length > 0) {
    console.log(
      `Left out of the quick form: ${left.map(({ scenario, peers }) => `${scenario} (${peers} settings)`).join(", ")}.`,
    );
  }
  return rows.filter((row) => !left.includes(row));
}

async function openRun({ form }: Facts, contenders: readonly Contender[], serverUrl: string): Promise<Run> {
  const beganMs = nowMs();
  const places = new Map<Contender, Places>();
  process.once("SIGINT", () => void closeAll(places).finally(() => process.exit(130)));
  for (const contender of contenders) {
    places.set(contender, await placesFor(contender, serverUrl));
  }
  return { sizes: form === "quick" ? QUICK : LONG, contenders, places, results: createResults(), beganMs };
}

async function closeAll(places: ReadonlyMap<Contender, Places>): Promise<void> {
  await Promise.all([...places.values()].map((place) => place.close()));
}

async function report(
  { sizes, contenders, results, beganMs }: Run,
  { facts, rows, file }: { facts: Facts; rows: readonly Row[]; file: string | undefined },
): Promise<void> {
  const { machine, server, peers } = facts;
  const lines = linesOf(rows, contenders, results);
  console.log(machine);
  console.log(
    `PostgreSQL ${server.server_version}: fsync ${server.fsync}, synchronous_commit ${server.synchronous_commit}; ` +
      Object.entries(peers ?? {})
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
  );
  console.log(`medians of ${sizes.repetitions}, in ${Math.round((nowMs() - beganMs) / 1000)} s\n`);
  console.log(tableOf(lines, contenders));
  results.notes.forEach((note) => console.log(`\n${note}`));
  if (file !== undefined) {
    const settings = Object.fromEntries(contenders.map(({ title, settings: own }) => [title, own]));
    const written = { ...facts, sizes, settings, rows: lines, results: results.all, notes: results.notes };
    await writeFile(file, `${JSON.stringify(written, null, 2)}\n`);
  }
  if (results.failed) {
    process.exitCode = 1;
  }
}

function describeMachine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

function complain(text: string): void {
  console.error(text);
  process.exitCode = 1;
}
