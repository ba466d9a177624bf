import { measureCrash } from "./crash.ts";
import { measureDrain } from "./drain.ts";
import { measurePickUp, measurePickUpAhead, measurePickUpInProcess } from "./pick-up.ts";
import type { Scenario } from "./scenario.ts";
import { measureBulk, measureSingle } from "./schedule.ts";

export const SCENARIOS = {
  single: measureSingle,
  bulk: measureBulk,
  drain: measureDrain,
  "pick-up": measurePickUp,
  "pick-up-in-process": measurePickUpInProcess,
  "pick-up-ahead": measurePickUpAhead,
  crash: measureCrash,
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;

/** It waits rather than works, so all contenders do it at the same time. */
export const SIDE_BY_SIDE: ReadonlySet<ScenarioName> = new Set(["crash"]);
