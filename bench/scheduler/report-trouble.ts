const MOST_TOLD = 3;
const told = new Map<string, number>();

/** Tells what a contender complained of, the first times. Whether anything was lost by it, the counts say. */
export function reportTrouble(who: string, error: unknown): void {
  const times = (told.get(who) ?? 0) + 1;
  told.set(who, times);
  if (times <= MOST_TOLD) {
    const last = times === MOST_TOLD ? " (and what else it says is not shown)" : "";
    console.error(`${who}: ${error instanceof Error ? error.message : String(error)}${last}`);
  }
}
