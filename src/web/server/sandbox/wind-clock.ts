import { addMs, createEmitter, DAY_MS, HOUR_MS, type Subscribe } from "../../../kernel/index.ts";
import type { ClockAnswer, ClockState } from "../../contract.ts";
import { HttpProblem } from "../http-problem.ts";
import type { SandboxBackend } from "./sandbox-backend.ts";

/** "Until something happens" gives up after so long. */
const PATIENCE_MS = 60 * DAY_MS;

export interface ClockWinder {
  readonly on: Subscribe<{ readonly clock: ClockState }>;
  state(): Promise<ClockState>;
  /** Winds on by so many hours; runs all that comes due on the way, in order. @throws HttpProblem 409 while another winds */
  wind(hours: number): Promise<ClockAnswer>;
  /** Winds until a message is delivered. */
  windUntilDelivery(): Promise<ClockAnswer>;
  /** Ends a winding after its step, and resolves when it has ended. */
  stop(): Promise<void>;
}

interface Winding {
  readonly target: Date;
  readonly deliveredIds: Set<string>;
}

/** Moves the sandbox's clock from one due moment to the next, so that everything happens in the order in which it would. */
export function createClockWinder(backend: SandboxBackend): ClockWinder {
  const { database, chat, followUps } = backend;
  const { scheduler, logger } = followUps;
  const events = createEmitter<{ clock: ClockState }>(logger);
  let winding: Winding | null = null;
  let underWay: Promise<unknown> = Promise.resolve();
  let stopping = false;

  chat.on("message", (message) => {
    if (message.nonce !== null) {
      winding?.deliveredIds.add(message.messageId);
    }
  });

  async function state(): Promise<ClockState> {
    const now = await database.now();
    return { now: now.toISOString(), target: winding?.target.toISOString() ?? null, delivered: winding?.deliveredIds.size ?? 0 };
  }

  /** Until nothing is due and nothing is open any more: an answer that comes in may make something due, and the other way round. */
  async function settle(): Promise<void> {
    await backend.inbox.idle();
    await scheduler.settle();
  }

  async function run(current: Winding, enough: () => boolean): Promise<ClockAnswer> {
    await settle();
    let stuckAt: number | null = null;
    while (!stopping && !enough()) {
      const due = await scheduler.nextDue();
      if (due === null || due > current.target || due.getTime() === stuckAt) {
        await backend.advance(current.target);
        await settle();
        break;
      }
      // What is due and stays due is not being run (JOB_SCHEDULER_ENABLED=false): waiting for it would never end.
      stuckAt = due <= (await database.now()) ? due.getTime() : null;
      await backend.advance(due);
      await settle();
      events.emit("clock", await state());
    }
    return { now: (await database.now()).toISOString(), delivered: current.deliveredIds.size };
  }

  async function begin(forMs: number, enough: (delivered: number) => boolean): Promise<ClockAnswer> {
    if (winding !== null) {
      throw new HttpProblem(409, "CLOCK_WINDING", "the clock is being wound; wait until that has ended");
    }
    const current: Winding = { target: new Date(0), deliveredIds: new Set() };
    winding = current; // before the first await: of two requests at once one must lose
    try {
      const aimed: Winding = { ...current, target: addMs(await database.now(), forMs) };
      winding = aimed;
      events.emit("clock", await state());
      const work = run(aimed, () => enough(aimed.deliveredIds.size));
      underWay = work;
      return await work;
    } finally {
      winding = null;
      events.emit("clock", await state());
    }
  }

  return {
    on: events.on,
    state,
    wind: (hours) => begin(hours * HOUR_MS, () => false),
    windUntilDelivery: () => begin(PATIENCE_MS, (delivered) => delivered > 0),
    stop: async () => {
      stopping = true;
      await Promise.allSettled([underWay]);
    },
  };
}
