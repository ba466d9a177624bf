import type { Contender, NewJob, Session, Tuning } from "../contender.ts";
import type { Figures } from "../figures.ts";
import type { Place } from "../places/places.ts";
import { CALL_SIZE, CALLS_AT_A_TIME, type Sizes } from "../sizes.ts";

/** One contender in one store, to be measured once. */
export interface Attempt {
  readonly contender: Contender;
  readonly settings: Tuning["settings"];
  readonly place: Place;
  readonly sizes: Sizes;
}

/** `null`: the contender has nothing of the kind. */
export type Scenario = (attempt: Attempt) => Promise<Figures | null>;

/** A contender did not do what it is measured by. */
export class WrongCountError extends Error {
  constructor(what: string, { expected, counted }: { expected: number; counted: number }) {
    super(`${what}: expected ${expected}, counted ${counted}`);
  }
}

export function checkCount(what: string, expected: number, counted: number): void {
  if (counted !== expected) {
    throw new WrongCountError(what, { expected, counted });
  }
}

/** Jobs that are due now, numbered from 0. */
export function dueJobs(count: number): readonly NewJob[] {
  return Array.from({ length: count }, (_, number) => ({ payload: { number, momentMs: 0 }, at: null }));
}

/** One call for each job, ten calls at a time. */
export async function scheduleSingly(session: Session, jobs: readonly NewJob[]): Promise<void> {
  const rest = jobs.values(); // shared: each caller takes the next one
  const caller = async (): Promise<void> => {
    for (const job of rest) {
      await session.scheduleOne(job);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, caller));
}

/** A thousand jobs a call, one call after the other. */
export async function scheduleInBulk(
  scheduleMany: NonNullable<Session["scheduleMany"]>,
  jobs: readonly NewJob[],
): Promise<void> {
  for (let from = 0; from < jobs.length; from += CALL_SIZE) {
    await scheduleMany(jobs.slice(from, from + CALL_SIZE));
  }
}

/** Puts jobs into the store, in the fastest way that the contender has. */
export async function fill(session: Session, count: number): Promise<void> {
  const jobs = dueJobs(count);
  await (session.scheduleMany === null ? scheduleSingly(session, jobs) : scheduleInBulk(session.scheduleMany, jobs));
}
