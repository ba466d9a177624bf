import { expect, test } from "vitest";

import { resolveSchedulerOptions, SCHEDULER_DEFAULTS, type SchedulerOptions } from "./scheduler-options.ts";

test("fills in what is not given", () => {
  expect(resolveSchedulerOptions()).toEqual(SCHEDULER_DEFAULTS);
  expect(resolveSchedulerOptions({ concurrency: 1 })).toEqual({ ...SCHEDULER_DEFAULTS, concurrency: 1 });
});

test.each<[keyof SchedulerOptions, SchedulerOptions]>([
  ["concurrency", { concurrency: 0 }],
  ["concurrency", { concurrency: 1.5 }],
  ["maxSleepMs", { maxSleepMs: 600_001 }],
  ["shutdownGraceMs", { shutdownGraceMs: -1 }],
  ["heartbeatMs", { heartbeatMs: NaN }],
  ["leaseMs", { leaseMs: 10_000 }],
  ["claims", { claims: "false" as unknown as boolean }],
])("names the option %s of a setting that cannot work", (option, options) => {
  const resolve = (): unknown => resolveSchedulerOptions(options);
  expect(resolve).toThrow(expect.objectContaining({ code: "SCHEDULER_OPTION_INVALID", option }));
});
