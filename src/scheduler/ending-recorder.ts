import { DatabaseUnavailableError } from "../database/index.ts";
import { toError } from "../kernel/index.ts";
import { type EndedRun, giveUpOn, type Recorded, recordEnding, waitForDatabase } from "./record-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { writeEndings } from "./write-endings.ts";

/** Records how runs ended. */
export interface EndingRecorder {
  /** How many ends are not recorded yet. */
  readonly backlog: number;
  /** Calls back once, when the end is recorded, or given up. */
  record(run: EndedRun, recorded: (result: Recorded) => void): void;
}

interface Entry {
  readonly run: EndedRun;
  readonly recorded: (result: Recorded) => void;
}

/**
 * Ends without a `write` gather while the statement before is under way, and go out together with the next: alone where
 * there is little to do, in batches where there is much. Ends with a `write` go each by itself. `giveUp` fires when there
 * is no more time to try.
 */
export function createEndingRecorder(context: SchedulerContext, giveUp: AbortSignal): EndingRecorder {
  let gathered: Entry[] = [];
  let flushing = false;
  let backlog = 0;

  function settle(entry: Entry, result: Recorded): void {
    backlog -= 1;
    entry.recorded(result);
  }

  function recordAlone(entry: Entry): void {
    void recordEnding(context, entry.run, giveUp).then((result) => settle(entry, result));
  }

  async function flush(): Promise<void> {
    while (gathered.length > 0) {
      const batch = gathered.slice(0, context.batchSize);
      gathered = gathered.slice(context.batchSize);
      await recordBatch(batch);
    }
    flushing = false;
  }

  async function recordBatch(batch: readonly Entry[]): Promise<void> {
    const runs = batch.map((entry) => entry.run);
    for (let outages = 1; !giveUp.aborted; outages += 1) {
      try {
        const states = await writeEndings(
          context.database,
          runs,
          await context.database.timeSource.now(context.database),
        );
        batch.forEach((entry) => {
          const state = states.get(entry.run.leaseToken);
          settle(
            entry,
            state === undefined ? { type: "lease-lost" } : { type: "recorded", ending: entry.run.ending, ...state },
          );
        });
        return;
      } catch (thrown) {
        const error = toError(thrown);
        if (!(error instanceof DatabaseUnavailableError)) {
          batch.forEach(recordAlone); // one that cannot be recorded must not keep the others from it
          return;
        }
        await waitForDatabase(context, { error, outages, giveUp });
      }
    }
    const result = giveUpOn(context, runs, null);
    batch.forEach((entry) => settle(entry, result));
  }

  return {
    get backlog() {
      return backlog;
    },
    record: (run, recorded) => {
      backlog += 1;
      const entry = { run, recorded };
      if (run.ending.write !== null) {
        recordAlone(entry);
        return;
      }
      gathered.push(entry);
      if (!flushing) {
        flushing = true;
        void Promise.resolve().then(flush); // whatever ends in this turn goes with it
      }
    },
  };
}
