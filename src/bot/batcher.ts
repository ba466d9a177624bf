/** How batches are made. */
export interface BatcherOptions {
  /** Items a batch at most. */
  readonly limit: number;
  /** Whether this error may come from one item alone: then each item of the batch is tried once by itself. */
  readonly mayBeOfOne: (error: unknown) => boolean;
}

/**
 * Gathers what comes in while work on the last batch is under way, so that a burst costs few transactions and a single item waits
 * for nobody. Each caller gets its own result, or an error: its own, where it is told apart, else that of its batch.
 */
export function createBatcher<Item, Result>(
  handle: (items: readonly Item[]) => Promise<readonly Result[]>,
  { limit, mayBeOfOne }: BatcherOptions,
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      await settle(waiting.splice(0, limit));
    }
    working = false;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await handle(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as Result); // one result an item is what `handle` promises
      });
    } catch (thrown) {
      if (batch.length > 1 && mayBeOfOne(thrown)) {
        for (const one of batch) {
          await settle([one]);
        }
        return;
      }
      for (const { reject } of batch) {
        reject(thrown);
      }
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) {
        void work();
      }
    });
}
