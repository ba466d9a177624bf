import { type Clock } from "../../../src/kernel/index.ts";

const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Ids as Discord makes them: milliseconds since 2015, then 22 bits that tell those of one millisecond apart. Later ones are higher. */
export function createSnowflakes(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const earliest = (BigInt(clock.now().getTime()) - DISCORD_EPOCH_MS) << 22n;
    last = earliest > last ? earliest : last + 1n;
    return String(last);
  };
}

/** Below, above or equal: by age, which is not the order of the texts. */
export function compareSnowflakes(left: string, right: string): number {
  return left.length === right.length ? (left < right ? -1 : Number(left > right)) : left.length - right.length;
}
