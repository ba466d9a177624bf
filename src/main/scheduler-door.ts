import type { JobHandler, JobType, Scheduler } from "../scheduler/index.ts";
import { SchedulerStartedError } from "../scheduler/index.ts";
import { RekindleNotStartedError } from "./rekindle-errors.ts";

/** The scheduler, as the bot around us has it: what runs it is ours alone. */
export type BotScheduler = Omit<Scheduler, "start" | "stop" | "settle" | "findPending" | "cancelPending">;

/** A door to a scheduler that is there only while Rekindle is started. */
export interface SchedulerDoor {
  readonly scheduler: BotScheduler;
  /** The scheduler is there: it gets what was registered. */
  open(scheduler: Scheduler): void;
  close(): void;
}

/** Handlers and listeners are taken before the start, and given to each scheduler that a start makes. */
export function createSchedulerDoor(): SchedulerDoor {
  const waiting = new Set<(scheduler: Scheduler) => void>();
  let behind: Scheduler | null = null;

  const started = (): Scheduler => {
    if (behind === null) {
      throw new RekindleNotStartedError("the scheduler");
    }
    return behind;
  };
  const register = <Payload>(type: JobType<Payload>, handler: JobHandler<Payload>): void => {
    if (behind !== null) {
      throw new SchedulerStartedError();
    }
    waiting.add((scheduler) => {
      scheduler.register(type, handler);
    });
  };
  const on: Scheduler["on"] = (name, listener) => {
    let end: () => void = () => undefined;
    const subscribe = (scheduler: Scheduler): void => {
      end = scheduler.on(name, listener);
    };
    waiting.add(subscribe);
    if (behind !== null) {
      subscribe(behind);
    }
    return () => {
      waiting.delete(subscribe);
      end();
    };
  };
  const scheduler = new Proxy({ register, on } as unknown as BotScheduler, {
    get: (own, name) => Reflect.get(name in own ? own : started(), name) as unknown,
  });
  return {
    scheduler,
    open: (made) => {
      behind = made;
      for (const give of waiting) {
        give(made);
      }
    },
    close: () => {
      behind = null;
    },
  };
}
