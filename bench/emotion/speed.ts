/** How long reading one message takes, on one core. */

/** Of one kind of reading. */
export interface SpeedFigures {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly messagesPerSecond: number;
}

const ROUNDS = 3;

/** Reads all texts, after a first round that is not counted, and takes the median round. */
export function measureSpeed(texts: readonly string[], read: (text: string) => unknown): SpeedFigures {
  timeAll(texts, read);
  const rounds = Array.from({ length: ROUNDS }, () => timeAll(texts, read));
  const [, middle = timeAll(texts, read)] = rounds.sort((one, other) => one.totalMs - other.totalMs);
  const sorted = middle.eachMs.toSorted((one, other) => one - other);
  return {
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    messagesPerSecond: (texts.length / middle.totalMs) * 1000,
  };
}

function timeAll(
  texts: readonly string[],
  read: (text: string) => unknown,
): { readonly totalMs: number; readonly eachMs: Float64Array } {
  const eachMs = new Float64Array(texts.length);
  const beganMs = performance.now();
  for (const [index, text] of texts.entries()) {
    const beforeMs = performance.now();
    read(text);
    eachMs[index] = performance.now() - beforeMs;
  }
  return { totalMs: performance.now() - beganMs, eachMs };
}
