/**
 * Gathers what comes in while work on the last batch is under way, so that a burst costs few transactions and a single item waits
 * for nobody. Each caller gets its own result, or the error of its batch.
 */
export function createBatcher<Item, Result>(
  handle: (items: readonly Item[]) => Promise<readonly Result[]>,
  { limit }: { readonly limit: number },
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
      const batch = waiting.splice(0, limit);
      try {
        const results = await handle(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => {
          resolve(results[index] as Result); // one result an item is what `handle` promises
        });
      } catch (thrown) {
        for (const { reject } of batch) {
          reject(thrown);
        }
      }
    }
    working = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) {
        void work();
      }
    });
}
