import { addMs, createEmitter, DAY_MS, HOUR_MS, type Subscribe } from "../../../kernel/index.ts";
import type { ClockAnswer, ClockState } from "../../contract.ts";
import { HttpProblem } from "../http-problem.ts";
import type { SandboxBackend } from "./sandbox-backend.ts";

/** "Until something happens" gives up after so long. */
const PATIENCE_MS = 60 * DAY_MS;

/** The one hand on the sandbox's clock. */
export interface ClockWinder {
  readonly on: Subscribe<{ readonly clock: ClockState }>;
  state(): Promise<ClockState>;
  /** Winds on by so many hours; runs all that comes due on the way, in order. @throws HttpProblem 409 while another winds */
  wind(hours: number): Promise<ClockAnswer>;
  /** Winds until a message is delivered. */
  windUntilDelivery(): Promise<ClockAnswer>;
  /** Cuts a winding short, whatever still runs, and resolves when it has its answer. */
  stop(): Promise<void>;
}

interface Winding {
  readonly target: Date;
  readonly deliveredIds: Set<string>;
  readonly enough: (delivered: number) => boolean;
}

/** Moves the sandbox's clock from one due moment to the next, so that everything happens in the order in which it would. */
export function createClockWinder(backend: SandboxBackend): ClockWinder {
  const events = createEmitter<{ clock: ClockState }>(backend.followUps.logger);
  let winding: Winding | null = null;
  let underWay: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();

  backend.chat.on("message", ({ nonce, messageId }) => {
    if (nonce !== null) {
      winding?.deliveredIds.add(messageId);
    }
  });

  async function state(at?: Date): Promise<ClockState> {
    const now = at ?? (await backend.database.now());
    return {
      now: now.toISOString(),
      target: winding?.target.toISOString() ?? null,
      delivered: winding?.deliveredIds.size ?? 0,
    };
  }

  /** @param at - the clock, where it was just set: thousands of steps need not ask for it */
  async function tell(at?: Date): Promise<void> {
    events.emit("clock", await state(at));
  }

  async function begin(forMs: number, enough: Winding["enough"]): Promise<ClockAnswer> {
    if (winding !== null) {
      throw new HttpProblem(409, "CLOCK_WINDING", "the clock is being wound; wait until that has ended");
    }
    const answer = wind(forMs, enough);
    underWay = answer;
    return answer;
  }

  async function wind(forMs: number, enough: Winding["enough"]): Promise<ClockAnswer> {
    // Taken before the first await: of two requests at once one must lose.
    const current = { target: new Date(0), deliveredIds: new Set<string>(), enough };
    winding = current;
    try {
      current.target = addMs(await backend.database.now(), forMs);
      await tell();
      await windTo(backend, current, { step: tell, cut: stopping.signal });
      return { now: (await state()).now, delivered: current.deliveredIds.size };
    } finally {
      winding = null;
      await tell();
    }
  }

  return {
    on: events.on,
    state,
    wind: (hours) => begin(hours * HOUR_MS, () => false),
    windUntilDelivery: () => begin(PATIENCE_MS, (delivered) => delivered > 0),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled([underWay]);
    },
  };
}

/** Steps from one due moment to the next until the target is reached, enough has happened, or it is cut short. */
async function windTo(
  backend: SandboxBackend,
  { target, deliveredIds, enough }: Winding,
  { step, cut }: { readonly step: (at: Date) => Promise<void>; readonly cut: AbortSignal },
): Promise<void> {
  const { scheduler } = backend.followUps;
  const isCut = new Promise<void>((resolve) => {
    cut.addEventListener("abort", () => resolve(), { once: true });
  });
  // Until nothing is due and nothing is open: an event that comes in may make something due, and the other way round.
  const quiet = async (): Promise<void> => {
    await backend.inbox.idle();
    await scheduler.settle();
  };
  const settle = (): Promise<void> => Promise.race([quiet(), isCut]);
  await settle();
  let stuckAtMs: number | null = null;
  while (!cut.aborted && !enough(deliveredIds.size)) {
    const due = await scheduler.nextDue();
    if (due === null || due > target || due.getTime() === stuckAtMs) {
      await backend.advance(target);
      await settle();
      return;
    }
    // What is due and stays due is not being run (JOB_SCHEDULER_ENABLED=false): waiting for it would never end.
    stuckAtMs = due <= (await backend.database.now()) ? due.getTime() : null;
    const at = await backend.advance(due);
    await settle();
    await step(at);
  }
}
