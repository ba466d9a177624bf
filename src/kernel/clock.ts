/** The host's clocks. What happens to a job or a person is never decided by them: that time comes from the database. */
export interface Clock {
  /** The present moment by the host. For log lines and for ids, which need only be roughly ordered. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds on a clock that never jumps. Only differences of it mean anything. */
export function monotonicMs(): number {
  return performance.now();
}
