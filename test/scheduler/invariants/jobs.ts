import { z } from "zod";

import type { SchedulerOptions } from "../../../src/scheduler/index.ts";

/** What a handler does with its job. `once`: in the job's first run only. */
export const ACTS = [
  "complete",
  "write",
  "long",
  "deaf",
  "throw-once",
  "throw-always",
  "snooze-once",
  "cancel",
  "outlast",
  "die-once",
  "die-in-write-once",
  "die-always",
] as const;

/** Why a handler cancels its job. */
export const HANDLERS_REASON = "its handler says so";

export type Act = (typeof ACTS)[number];

const payload = z.object({
  /** Which request it is: each has its own. */
  number: z.number(),
  act: z.enum(ACTS),
  /** How long the handler takes. */
  lastsMs: z.number(),
});

export type ChaosPayload = z.infer<typeof payload>;

const usual = { payload, retry: { type: "fixed", delayMs: 200 }, maxRetries: 2, timeoutMs: 3_600_000 } as const;

/** What is asked for under a key. */
export const keyedJob = { ...usual, name: "chaos-keyed" } as const;
/** What is asked for without one. */
export const looseJob = { ...usual, name: "chaos-loose" } as const;
/** What one of the workers is too old to know. */
export const newJob = { ...usual, name: "chaos-new" } as const;
/** What has little time. */
export const hastyJob = { ...usual, name: "chaos-hasty", timeoutMs: 250 } as const;

export const JOBS = { keyed: keyedJob, loose: looseJob, new: newJob, hasty: hastyJob } as const;

export interface WorkerSettings {
  readonly url: string;
  readonly knowsNewJob: boolean;
  readonly options: SchedulerOptions;
}

/** What a worker tells, a line each, before it goes on. `atMs` is on the clock that all processes share. */
export type WorkerLine =
  | { readonly what: "ready"; readonly atMs: number }
  | HandlerLine
  /** It kills itself now, because it was asked to. */
  | { readonly what: "dying" };

/** A handler was called, or is about to return or to throw. */
export interface HandlerLine {
  readonly what: "start" | "end";
  readonly jobId: string;
  readonly run: number;
  readonly number: number;
  readonly act: Act;
  /** `null` at the start. */
  readonly outcome: string | null;
  readonly atMs: number;
}
