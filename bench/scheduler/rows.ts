import type { Tuning } from "./contender.ts";
import { isAhead, isBelow, timesTheBest, type Aim } from "./aims.ts";
import type { ScenarioName } from "./scenarios/index.ts";

type Settings = Tuning["settings"];

/** A line of the table. */
export interface Row {
  readonly title: string;
  readonly scenario: ScenarioName;
  /** `null`: only ours are measured. */
  readonly peers: Settings | null;
  readonly ours: Settings;
  /** Whether the database that is built in is measured, too. */
  readonly embedded: boolean;
  /** Too long for the quick form. */
  readonly onlyLong: boolean;
  /** Which of the scenario's figures are printed. */
  readonly figures: readonly string[];
  readonly digits: number;
  /** The time within which it has to happen, where that may fail. */
  readonly limit?: "pickUpLimitMs" | "crashLimitMs";
  readonly aim: Aim | null;
}

const THROUGHPUT = { embedded: true, onlyLong: false, figures: ["jobsPerSecond"], digits: 0 } as const;
const PICK_UP = {
  embedded: false,
  onlyLong: false,
  figures: ["p50Ms", "p99Ms"],
  digits: 1,
  limit: "pickUpLimitMs",
} as const;
const CRASH = {
  embedded: false,
  onlyLong: true,
  figures: ["seconds"],
  digits: 1,
  limit: "crashLimitMs",
  scenario: "crash",
} as const;

export const ROWS: readonly Row[] = [
  {
    ...THROUGHPUT,
    title: "single schedule, 10 at a time, jobs/s",
    scenario: "single",
    peers: "best",
    ours: "best",
    aim: timesTheBest(3, "postgresql"),
  },
  {
    ...THROUGHPUT,
    title: "bulk, 1,000 a call, jobs/s",
    scenario: "bulk",
    peers: "best",
    ours: "best",
    aim: timesTheBest(1.3, "all"),
  },
  {
    ...THROUGHPUT,
    title: "drain due jobs, best settings, jobs/s",
    scenario: "drain",
    peers: "best",
    ours: "best",
    aim: timesTheBest(1.1, "all"),
  },
  {
    ...THROUGHPUT,
    title: "drain due jobs, default settings, jobs/s",
    scenario: "drain",
    peers: "default",
    ours: "default",
    aim: timesTheBest(5, "all"),
  },
  {
    ...PICK_UP,
    title: "pick-up, due now, another process schedules, peers' best settings, p50 / p99 ms",
    scenario: "pick-up",
    peers: "best",
    ours: "default",
    aim: isBelow("p99Ms", 1.1, "postgresql"),
  },
  {
    ...PICK_UP,
    onlyLong: true,
    title: "pick-up, due now, another process schedules, default settings, p50 / p99 ms",
    scenario: "pick-up",
    peers: "default",
    ours: "default",
    aim: null,
  },
  {
    ...PICK_UP,
    title: "pick-up, due now, this process schedules, p50 / p99 ms",
    scenario: "pick-up-in-process",
    peers: null,
    ours: "default",
    aim: isBelow("p50Ms", 2),
  },
  {
    ...PICK_UP,
    title: "pick-up, scheduled 3 s ahead (quick form: 1 s), peers' best settings, p50 / p99 ms",
    scenario: "pick-up-ahead",
    peers: "best",
    ours: "default",
    aim: isAhead(["p50Ms", "p99Ms"]),
  },
  {
    ...PICK_UP,
    onlyLong: true,
    title: "pick-up, scheduled 3 s ahead, default settings, p50 / p99 ms",
    scenario: "pick-up-ahead",
    peers: "default",
    ours: "default",
    aim: null,
  },
  {
    ...CRASH,
    title: "kill -9 with 100 running until they run again, tightest settings (ours: a lease of 5 s), s",
    peers: "best",
    ours: "best",
    aim: isBelow("seconds", 7),
  },
  {
    ...CRASH,
    title: "kill -9 with 100 running until they run again, default settings, s",
    peers: "default",
    ours: "default",
    aim: isBelow("seconds", 32),
  },
  {
    ...THROUGHPUT,
    title: "of the drained jobs: kept with their end, and history rows per run",
    scenario: "drain",
    peers: "best",
    ours: "best",
    figures: ["kept", "historyPerRun"],
    aim: null,
  },
];
