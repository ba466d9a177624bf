import { StatementError } from "../database/index.ts";
import { assertOutsideTransaction, invariant, runOutsideTransaction, toError } from "../kernel/index.ts";
import type { ScheduledJob } from "./job-types.ts";
import type { JobsToStore } from "./sql/jobs-to-store.ts";

/** What is the same for all jobs that may go together. */
export type GatheredKind = Pick<JobsToStore, "jobType" | "maxRetries">;

/** A job as it is stored. */
export type CheckedJob = JobsToStore["jobs"][number];

/** Stores jobs of one kind in one statement, in a transaction of its own. By their ids. */
export type StoreJobs = (kind: GatheredKind, jobs: readonly CheckedJob[]) => Promise<ReadonlyMap<string, ScheduledJob>>;

interface Entry {
  readonly job: CheckedJob;
  readonly resolve: (job: ScheduledJob) => void;
  readonly reject: (error: Error) => void;
}

interface Group {
  readonly kind: GatheredKind;
  readonly entries: Entry[];
}

const BATCH = 1_000;

/**
 * Gathers jobs without keys that are scheduled one by one: while a statement is under way, those of its type that come meanwhile
 * wait, and go together with the next. A lone job goes at once; ten callers at a time share a commit, which is what costs.
 * Inserts without keys wait for no lock, so nobody waits for long.
 */
export class JobGatherer {
  readonly #store: StoreJobs;
  readonly #groups = new Map<string, Group>();

  constructor(store: StoreJobs) {
    this.#store = store;
  }

  /** Resolves when the job is committed. */
  add(kind: GatheredKind, job: CheckedJob): Promise<ScheduledJob> {
    assertOutsideTransaction("schedule() without its transaction");
    return new Promise((resolve, reject) => {
      const name = `${kind.maxRetries} ${kind.jobType}`;
      const group = this.#groups.get(name);
      const entry = { job, resolve, reject };
      if (group === undefined) {
        this.#groups.set(name, { kind, entries: [entry] });
        runOutsideTransaction(() => void this.#storeAll(name));
      } else {
        group.entries.push(entry);
      }
    });
  }

  async #storeAll(name: string): Promise<void> {
    await Promise.resolve(); // whatever is scheduled in this turn goes together
    for (let group = this.#groups.get(name); group !== undefined && group.entries.length > 0;) {
      await this.#storeBatch(group.kind, group.entries.splice(0, BATCH));
      group = this.#groups.get(name);
    }
    this.#groups.delete(name);
  }

  async #storeBatch(kind: GatheredKind, entries: readonly Entry[]): Promise<void> {
    try {
      const stored = await this.#store(
        kind,
        entries.map((entry) => entry.job),
      );
      for (const { job, resolve } of entries) {
        const scheduled = stored.get(job.jobId);
        invariant(scheduled !== undefined, "a stored request comes back");
        resolve(scheduled);
      }
    } catch (thrown) {
      const error = toError(thrown);
      if (error instanceof StatementError && entries.length > 1) {
        await Promise.all(entries.map((entry) => this.#storeBatch(kind, [entry]))); // one that is refused must not take the others along
      } else {
        entries.forEach((entry) => entry.reject(error));
      }
    }
  }
}
