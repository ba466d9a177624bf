import { DatabaseUnavailableError } from "../database/index.ts";
import { toError } from "../kernel/index.ts";
import type { EndedRun, Recorded, RecordedState } from "./ended-run.ts";
import { giveUpOn, recordEnding, waitForDatabase } from "./record-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { writeEndings } from "./write-endings.ts";

interface Entry {
  readonly run: EndedRun;
  readonly recorded: (result: Recorded) => void;
}

/**
 * Records how runs ended. Ends without a `write` gather while the statement before is under way, and go out together with
 * the next: alone where there is little to do, in batches where there is much. Ends with a `write` go each by itself.
 */
export class EndingRecorder {
  readonly #context: SchedulerContext;
  readonly #giveUp: AbortSignal;
  readonly #gathered: Entry[] = [];
  #flushing = false;
  #backlog = 0;

  /** `giveUp` fires when there is no more time to try. */
  constructor(context: SchedulerContext, giveUp: AbortSignal) {
    this.#context = context;
    this.#giveUp = giveUp;
  }

  /** How many ends are not recorded yet. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Calls back once, when the end is recorded, or given up. */
  record(run: EndedRun, recorded: (result: Recorded) => void): void {
    this.#backlog += 1;
    const entry = { run, recorded };
    if (run.ending.write !== null) {
      this.#recordAlone(entry);
      return;
    }
    this.#gathered.push(entry);
    if (!this.#flushing) {
      this.#flushing = true;
      void Promise.resolve().then(() => this.#flush()); // whatever ends in this turn goes with it
    }
  }

  async #flush(): Promise<void> {
    while (this.#gathered.length > 0) {
      await this.#recordBatch(this.#gathered.splice(0, this.#context.options.batchSize));
    }
    this.#flushing = false;
  }

  async #recordBatch(batch: readonly Entry[]): Promise<void> {
    const { database } = this.#context;
    const runs = batch.map((entry) => entry.run);
    for (let outages = 1; !this.#giveUp.aborted; outages += 1) {
      try {
        const states = await writeEndings(database, runs, await database.timeSource.now(database));
        batch.forEach((entry, index) => this.#settle(entry, resultOf(entry.run, states[index] ?? null)));
        return;
      } catch (thrown) {
        const error = toError(thrown);
        if (!(error instanceof DatabaseUnavailableError)) {
          batch.forEach((entry) => this.#recordAlone(entry)); // one that cannot be recorded must not keep the others from it
          return;
        }
        await waitForDatabase(this.#context, { error, outages, giveUp: this.#giveUp });
      }
    }
    const result = giveUpOn(this.#context, runs, null);
    batch.forEach((entry) => this.#settle(entry, result));
  }

  #recordAlone(entry: Entry): void {
    void recordEnding(this.#context, entry.run, this.#giveUp).then((result) => this.#settle(entry, result));
  }

  #settle(entry: Entry, result: Recorded): void {
    this.#backlog -= 1;
    entry.recorded(result);
  }
}

function resultOf({ ending }: EndedRun, state: RecordedState | null): Recorded {
  return state === null ? { type: "lease-lost" } : { type: "recorded", ending, ...state };
}
