import { readFile } from "node:fs/promises";

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** The processor time that these processes have used so far, in milliseconds; of one that is gone, 0. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // the name before it may hold anything
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
    }),
  );
  return each.reduce((sum, ms) => sum + ms, 0);
}
