import { pick, type Random } from "../../../src/kernel/index.ts";
import type { Silence } from "./network.ts";

/** How much of what is to happen. */
export interface ChaosPlan {
  readonly kills: number;
  readonly terminations: number;
  readonly restarts: number;
  readonly silences: number;
  /** On average, between two of them. */
  readonly everyMs: number;
  readonly keys: number;
  readonly requestsPerSecond: number;
  readonly poison: boolean;
  readonly seed: number;
}

/** Something that happens to the workers, their network or their database. `afterMs`: after the one before. */
export type Blow = { readonly afterMs: number } & (
  | { readonly type: "end"; readonly signal: "SIGKILL" | "SIGTERM"; readonly post: number; readonly when: BlowMoment }
  | { readonly type: "restart"; readonly mode: "fast" | "immediate" }
  | { readonly type: "silence"; readonly silence: Silence; readonly network: number; readonly forMs: number }
);

/**
 * At any moment after it has started; or when a handler begins; or when one is about to return, and its end is about to be
 * recorded; or while it starts.
 */
type BlowMoment = "any" | "start" | "end" | "starting";

const MODES = ["fast", "immediate"] as const;
const SILENCES = ["held", "swallowed", "listeners"] as const;
const MOMENTS = ["any", "any", "start", "start", "start", "end", "end", "end", "starting"] as const;

/** All blows in the order in which they fall. The same seed gives the same ones. */
export function planBlows(
  plan: ChaosPlan,
  { random, posts, networks, leaseMs }: { random: Random; posts: number; networks: number; leaseMs: number },
): readonly Blow[] {
  const between = (least: number, most: number): number => least + random.next() * (most - least);
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const end = (signal: "SIGKILL" | "SIGTERM") => (): Omit<Blow & { type: "end" }, "afterMs"> => ({
    type: "end",
    signal,
    post: Math.floor(random.next() * posts),
    when: pick(MOMENTS, random) ?? "any",
  });
  const blows = [
    ...many(plan.kills, end("SIGKILL")),
    ...many(plan.terminations, end("SIGTERM")),
    ...many(plan.restarts, (index) => ({ type: "restart" as const, mode: MODES[index % 2] ?? "fast" })),
    ...many(plan.silences, (index) => ({
      type: "silence" as const,
      silence: SILENCES[index % SILENCES.length] ?? "held",
      network: Math.floor(random.next() * networks),
      forMs: between(0.3, 2) * leaseMs, // shorter than a lease, and longer
    })),
  ];
  return shuffle(blows, random).map((blow) => ({ ...blow, afterMs: between(0.2, 1.8) * plan.everyMs }));
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
