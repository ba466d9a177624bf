import { setTimeout as wait } from "node:timers/promises";

import type { Session } from "../contender.ts";
import { nowMs } from "../figures.ts";
import { GAP_MS } from "../sizes.ts";

/** Jobs to be scheduled, 20 a second; each is due `leadMs` after that. */
export interface Plan {
  readonly count: number;
  readonly leadMs: number;
}

/** Schedules one job after the other. Each carries the moment at which its call began, or that it was to be due at. */
export async function schedulePaced(session: Session, { count, leadMs }: Plan): Promise<void> {
  const beganMs = nowMs();
  const calls: Promise<void>[] = [];
  for (let number = 0; number < count; number += 1) {
    await wait(Math.max(0, beganMs + number * GAP_MS - nowMs()));
    const momentMs = leadMs === 0 ? nowMs() : Math.ceil(nowMs()) + leadMs;
    calls.push(session.scheduleOne({ payload: { number, momentMs }, at: leadMs === 0 ? null : new Date(momentMs) }));
  }
  await Promise.all(calls);
}

/** A job that nobody counts, so that nothing is done for the first time while it is timed. */
export async function scheduleWarmUp(session: Session): Promise<void> {
  await session.scheduleOne({ payload: { number: -1, momentMs: 0 }, at: null });
}
