import { sleep } from "../../../kernel/index.ts";
import { DatabaseUnavailableError } from "../../errors.ts";

/** What `work` resolves with. @throws DatabaseUnavailableError where that takes too long; the work itself goes on. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const settled = new AbortController();
  const late = sleep(ms, settled.signal).then(() => {
    if (!settled.signal.aborted) {
      throw new DatabaseUnavailableError("ETIMEDOUT", null);
    }
    return work;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
  }
}
