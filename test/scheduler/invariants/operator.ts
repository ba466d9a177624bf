import { addMs, pick, type Random, systemClock } from "../../../src/kernel/index.ts";
import { JobNotFoundError, JobStateError, JobSupersededError, type Scheduler } from "../../../src/scheduler/index.ts";
import { type OperationKind, type OperationRecord, REASON, type RequestRecord } from "./evidence.ts";
import { JOBS } from "./jobs.ts";
import { letPass } from "./pace.ts";

/** Somebody who cancels, retries, moves and pauses at random until told to stop. */
export interface Operator {
  readonly records: readonly OperationRecord[];
  /** Resolves when every answer is there and nothing is paused any more. */
  stop(): Promise<void>;
}

interface OperatorParts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Whose jobs are operated on: the latest ones. */
  readonly requests: readonly RequestRecord[];
}

const KINDS: readonly Exclude<OperationKind, "resume">[] = [
  ...(["cancel", "cancel", "cancel", "retry", "retry", "run-now", "run-now", "reschedule", "reschedule"] as const),
  "pause",
];
const LATEST = 60;
const EVERY_MS = 150;

export function startOperator({ scheduler, random, requests }: OperatorParts): Operator {
  const records: OperationRecord[] = [];
  const stopping = new AbortController();

  async function operate(kind: OperationKind, subject: string, work: () => Promise<unknown>): Promise<boolean> {
    const askedUs = nowUs();
    const record = (result: OperationRecord["result"], answer: string | null): void =>
      void records.push({ kind, subject, result, answer, askedUs, answeredUs: nowUs() });
    try {
      const answer = await work();
      record("acknowledged", typeof answer === "string" ? answer : null);
      return true;
    } catch (thrown) {
      const refused =
        thrown instanceof JobStateError || thrown instanceof JobSupersededError || thrown instanceof JobNotFoundError;
      record(refused ? "refused" : "unknown", refused ? thrown.code : null);
      return false;
    }
  }

  async function operateOnce(): Promise<void> {
    const kind = pick(KINDS, random) ?? "cancel";
    const jobId = kind === "retry" ? await finishedJob() : pick(requests.slice(-LATEST), random)?.jobId;
    if (kind === "pause") {
      const { name } = pick([JOBS.keyed, JOBS.new, JOBS.hasty], random) ?? JOBS.new;
      await operate("pause", name, () => scheduler.pause(name));
      await letPass(2_000 + random.next() * 1_000, stopping.signal);
      while (!(await operate("resume", name, () => scheduler.resume(name)))) {
        await letPass(EVERY_MS);
      }
    } else if (jobId !== undefined && jobId !== null) {
      const at = addMs(systemClock.now(), random.next() * 3_000);
      const work = {
        cancel: () => scheduler.cancel(jobId, REASON.operator),
        retry: () => scheduler.retry(jobId),
        "run-now": () => scheduler.runNow(jobId),
        reschedule: () => scheduler.reschedule(jobId, at),
      };
      await operate(kind, jobId, work[kind]);
    }
  }

  async function finishedJob(): Promise<string | undefined> {
    const status = pick(["failed", "cancelled"] as const, random) ?? "failed";
    const jobs = await scheduler.list({ status, limit: LATEST }).catch(() => []);
    return pick(jobs, random)?.jobId;
  }

  async function goOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await operateOnce();
      await letPass(EVERY_MS * 2 * random.next(), stopping.signal);
    }
  }

  const operating = goOn();
  return {
    records,
    stop: () => {
      stopping.abort();
      return operating;
    },
  };
}

function nowUs(): number {
  return systemClock.now().getTime() * 1_000;
}
