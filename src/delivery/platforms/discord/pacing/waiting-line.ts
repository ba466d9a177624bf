/** How a turn is waited for. */
export interface TurnOptions {
  /** Whether nobody is waiting for it: others go first. @defaultValue false */
  readonly canWait?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Who waits for a turn. */
export interface WaitingLine {
  /** Resolves when it is this one's turn, or at once when the signal fires. */
  join(options: TurnOptions): Promise<void>;
  length(): number;
  /** Lets the next one go. */
  next(): void;
}

/** Two lines: nobody of the second goes while there is somebody in the first. */
export function createWaitingLine(): WaitingLine {
  const lines = { first: new Set<() => void>(), second: new Set<() => void>() };
  return {
    join: ({ canWait = false, signal }) => {
      if (signal?.aborted === true) {
        return Promise.resolve();
      }
      const line = canWait ? lines.second : lines.first;
      return new Promise((resolve) => {
        const go = (): void => {
          line.delete(go);
          signal?.removeEventListener("abort", go);
          resolve();
        };
        line.add(go);
        signal?.addEventListener("abort", go, { once: true });
      });
    },
    length: () => lines.first.size + lines.second.size,
    next: () => {
      const [go] = lines.first.size > 0 ? lines.first : lines.second;
      go?.();
    },
  };
}
