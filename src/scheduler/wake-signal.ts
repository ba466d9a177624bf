/**
 * A sleep that others can end. The flag is cleared before a look at the database and asked again by `wait`: a wake-up
 * during the look is not lost.
 */
export interface WakeSignal {
  readonly woken: boolean;
  clear(): void;
  wake(): void;
  /** Resolves after `ms`, or at once when it was or is woken. */
  wait(ms: number): Promise<void>;
}

/** A signal that nobody has given yet. */
export function createWakeSignal(): WakeSignal {
  let woken = false;
  let endSleep: (() => void) | null = null;

  return {
    get woken() {
      return woken;
    },
    clear: () => {
      woken = false;
    },
    wake: () => {
      woken = true;
      endSleep?.();
    },
    wait: async (ms) => {
      if (woken || ms <= 0) {
        return;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        endSleep = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      endSleep = null;
    },
  };
}
