/** Tells what a contender complained of. Whether anything was lost by it, the counts say. */
export function reportTrouble(who: string, error: unknown): void {
  console.error(`${who}: ${error instanceof Error ? error.message : String(error)}`);
}
