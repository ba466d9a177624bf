/**
 * Whatever runs is a service.
 *
 * `start()` and `stop()` may be called any number of times, in any order, at the same time. A second caller gets the promise
 * that is under way. `stop()` during a start waits for the start and then stops; when it resolves, everything has stopped. A
 * start that failed has stopped what it had begun, and may be tried again. A stopped service may be started again. A stop that
 * failed counts as a stop: it is not tried again, and whoever asks for it again gets the same error.
 */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a service does, without the contract: the hooks are never called at the same time, nor `start` twice without a `stop`. */
export interface ServiceHooks {
  /** Brings the service up. When it throws, `stop` is called, and then the caller of `start()` gets the error. */
  start(): Promise<void>;
  /** Ends all that runs, as much of it as it can even when it throws. Must cope with a start that ended half way. */
  stop(): Promise<void>;
}

/** Makes the contract of {@link Service} out of two plain functions. */
export function createService(hooks: ServiceHooks): Service {
  let wanted: "started" | "stopped" = "stopped";
  let running = false;
  let underWay: Promise<void> = Promise.resolve();

  async function bringUp(previous: Promise<void>): Promise<void> {
    await settled(() => previous);
    try {
      await hooks.start();
      running = true;
    } catch (thrown) {
      await settled(() => hooks.stop()); // the first error is the one that tells what went wrong
      throw thrown;
    }
  }

  async function bringDown(previous: Promise<void>): Promise<void> {
    await settled(() => previous);
    if (running) {
      running = false;
      await hooks.stop();
    }
  }

  return {
    start: () => {
      if (wanted === "stopped") {
        wanted = "started";
        const attempt = bringUp(underWay);
        underWay = attempt;
        attempt.catch(() => {
          if (underWay === attempt) {
            wanted = "stopped";
            underWay = Promise.resolve();
          }
        });
      }
      return underWay;
    },
    stop: () => {
      if (wanted === "started") {
        wanted = "stopped";
        underWay = bringDown(underWay);
      }
      return underWay;
    },
  };
}

async function settled(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch {
    // whoever asked for it has the error
  }
}
