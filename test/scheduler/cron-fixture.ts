import { beforeEach } from "vitest";
import { z } from "zod";

import type { Database } from "../../src/database/index.ts";
import type { OpenDatabase } from "../../src/database/testing/index.ts";
import {
  createEmitter,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import {
  type CronDefinition,
  type CronSchedules,
  type SchedulerEvents,
  type SchedulerOptions,
} from "../../src/scheduler/index.ts";
import { createUnreadableSchedules } from "../../src/scheduler/cron/cron-memory.ts";
import { createCronSchedules } from "../../src/scheduler/cron/cron-schedules.ts";
import { cronReach, fireDueSlots } from "../../src/scheduler/cron/fire-due-slots.ts";
import { createJobRegistry } from "../../src/scheduler/job-registry.ts";
import { resolveSchedulerOptions } from "../../src/scheduler/scheduler-options.ts";
import { FIRE_SLOTS } from "../../src/scheduler/sql/cron-fire-slots.ts";
import { lookAhead } from "../../src/scheduler/sql/look-ahead.ts";
import { type Bench, useBench } from "./scheduler-fixture.ts";

/** The bench of the scheduler's tests, without schedules before each test. */
export function useCronBench(open: OpenDatabase): Bench {
  const bench = useBench(open);
  beforeEach(() => bench.script("truncate cron_schedules"));
  return bench;
}

export const tickJob = { name: "tick", payload: z.object({ of: z.string() }) } as const;

/** A schedule of that name which makes jobs of `tickJob`, at noon in UTC unless said otherwise. */
export function ticking(
  name: string,
  rest: Partial<CronDefinition<{ of: string }>> = {},
): CronDefinition<{ of: string }> {
  return { name, expression: "0 12 * * *", type: tickJob, payload: { of: name }, ...rest };
}

/** One process, as far as cron goes: it fires when told to, and runs nothing. */
export interface CronProcess {
  readonly cron: CronSchedules;
  /** In words: "fired noon 2030-03-01T12:00Z". */
  readonly told: readonly string[];
  /** Looks, and fires what has come. */
  fire(): Promise<number>;
  nextSlot(): Promise<Date | null>;
}

interface CronProcessOptions {
  /** The job types that it has handlers for. */
  readonly knows?: readonly string[];
  readonly options?: SchedulerOptions;
  /** Called when it has read what is due, and before it fires. */
  readonly beforeFiring?: () => Promise<unknown>;
}

export function makeCronProcess(
  bench: Bench,
  { knows = [tickJob.name], options = {}, beforeFiring }: CronProcessOptions = {},
): CronProcess {
  const registry = createJobRegistry();
  knows.forEach((name) => registry.register({ ...tickJob, name }, async () => ({ type: "completed" })));
  const events = createEmitter<SchedulerEvents>(silentLogger);
  const { database: shared } = bench;
  const database: Database = {
    ...shared,
    get timeSource() {
      return shared.timeSource;
    },
    run: async (statement, parameters) => {
      if (statement.name === FIRE_SLOTS.name) {
        await beforeFiring?.();
      }
      return shared.run(statement, parameters);
    },
  };
  const context = {
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: seededRandom(1),
    logger: silentLogger,
    options: resolveSchedulerOptions(options),
    registry,
    events,
    unreadableSchedules: createUnreadableSchedules(),
    announcer: {
      ticket: () => null,
      giveBack: () => undefined,
      announce: () => undefined,
      flush: async () => undefined,
    },
    sender: "a process of the tests",
    changed: () => undefined,
  };
  const told: string[] = [];
  events.on("cron:fired", ({ name, slot, lateByMs }) => {
    told.push(`fired ${name} ${brief(slot)}${lateByMs === 0 ? "" : ` late by ${lateByMs} ms`}`);
  });
  events.on("cron:skipped", ({ name, slot, lastSlot, reason }) => {
    told.push(`${reason} ${name} ${brief(slot)}${lastSlot > slot ? ` to ${brief(lastSlot)}` : ""}`);
  });
  return {
    cron: createCronSchedules(context),
    told,
    fire: async () => fireDueSlots(context, await database.timeSource.now(database)),
    nextSlot: async () => {
      const view = await lookAhead(database, { jobTypes: [], ownLeases: [], now: null, cron: cronReach(context) });
      return view?.next_slot ?? null;
    },
  };
}

/** A moment without its seconds, where it has none. */
export function brief(moment: Date | null | undefined): string {
  return moment?.toISOString().replace(/(:00)?\.000Z$/, "Z") ?? "never";
}

/** The jobs that were made, oldest slot first: "noon 2030-03-01T12:00Z pending". */
export function madeJobs(bench: Bench): Promise<readonly string[]> {
  return bench.values(
    `select job_key || ' ' || to_char(scheduled_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') || ' ' || status as value
     from scheduled_jobs order by scheduled_time, job_key`,
  );
}
