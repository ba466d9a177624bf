/**
 * To be loaded before everything else (`--import`): the host's clock goes ten minutes wrong, forwards and backwards by turns,
 * and jumps between the two.
 */
import { machineMs } from "./pace.ts";

const SKEW_MS = 600_000;
const TURN_MS = 1_700;
const RealDate = Date;

class SkewedDate extends RealDate {
  constructor(...parts: readonly unknown[]) {
    super(...((parts.length === 0 ? [SkewedDate.now()] : parts) as [number]));
  }

  static override now(): number {
    const forwards = Math.floor(machineMs() / TURN_MS) % 2 === 0;
    return RealDate.now() + (forwards ? SKEW_MS : -SKEW_MS);
  }
}

globalThis.Date = SkewedDate as unknown as DateConstructor;
