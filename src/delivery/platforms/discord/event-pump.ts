import { type Logger, toError } from "../../../kernel/index.ts";

/** Work that people set off, so that a stop can wait for it. */
export interface EventPump {
  /** Runs the work, unless it was closed. What it throws is logged; the promise never rejects. */
  run(work: () => Promise<void>): Promise<void>;
  /** Takes no more work. */
  close(): void;
  /** Takes work again. */
  open(): void;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

/** A pump that is closed. */
export function createEventPump(logger: Logger): EventPump {
  const working = new Set<Promise<void>>();
  let closed = true;

  async function runLogged(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      logger.warn(
        { error: toError(thrown).message },
        "something that came from Discord could not be handled to its end",
      );
    }
  }

  return {
    run: (work) => {
      if (closed) {
        return Promise.resolve();
      }
      const running = runLogged(work).finally(() => working.delete(running));
      working.add(running);
      return running;
    },
    close: () => {
      closed = true;
    },
    open: () => {
      closed = false;
    },
    idle: async () => {
      while (working.size > 0) {
        await Promise.allSettled(working);
      }
    },
  };
}
