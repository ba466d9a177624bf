import type { Database, Transaction } from "../../../src/database/index.ts";
import { addMs, pick, type Random, systemClock } from "../../../src/kernel/index.ts";
import type { ScheduledJob, Scheduler } from "../../../src/scheduler/index.ts";
import { keyName } from "./case-file.ts";
import type { RequestKind, RequestRecord } from "./evidence.ts";
import { type Act, JOBS } from "./jobs.ts";
import { letPass, machineMs } from "./pace.ts";

/** Asks for jobs at random until it is stopped, and keeps the account of what it was told. */
export interface Requester {
  readonly records: readonly RequestRecord[];
  /** Resolves when every answer is there. */
  stop(): Promise<void>;
}

export interface RequesterParts {
  readonly database: Database;
  /** Claims nothing. */
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly keys: number;
  readonly perSecond: number;
  /** Whether some jobs kill whoever runs them, each time. */
  readonly poison: boolean;
}

/** What is asked for, decided by chance alone, so that the same seed asks for the same. */
interface Plan {
  readonly kind: RequestKind;
  readonly type: keyof typeof JOBS;
  readonly key: string | null;
  readonly number: number;
  readonly act: Act;
  readonly lastsMs: number;
  readonly delayMs: number | null;
}

const MOST_UNDER_WAY = 40;
const MOST_ADVANCE_MS = 3_000;

export function startRequester(parts: RequesterParts): Requester {
  const { random, perSecond } = parts;
  const records: RequestRecord[] = [];
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const keys = createQueues();
  const draw = createDraw(parts);

  async function ask(): Promise<void> {
    const begunMs = machineMs();
    for (let count = 1; !stopping.signal.aborted; count += 1) {
      const plans = random.next() < 0.06 ? together(draw(), draw()) : [draw()];
      const asked = keys.inTurn(plans.map(queueOf), () => carryOut(parts, { plans, records }));
      const forget = asked.finally(() => underWay.delete(forget));
      underWay.add(forget);
      if (underWay.size >= MOST_UNDER_WAY) {
        await Promise.race(underWay);
      }
      await letPass(begunMs + (count * 1_000) / perSecond - machineMs(), stopping.signal);
    }
  }

  const asking = ask();
  return {
    records,
    stop: async () => {
      stopping.abort();
      await asking;
      await Promise.all(underWay);
    },
  };
}

function queueOf({ type, key, number }: Plan): string {
  return key === null ? `number ${number}` : keyName({ jobType: JOBS[type].name, key });
}

/** Two in one transaction: never of one key, whose account would be unclear. */
function together(one: Plan, other: Plan): readonly Plan[] {
  const kind = (plan: Plan): RequestKind => (plan.kind === "cancel" ? "replace" : plan.kind);
  const rolledBack = one.kind === "rolled-back" || other.kind === "rolled-back";
  const plans = (queueOf(one) === queueOf(other) ? [one] : [one, other]).map((plan) => ({ ...plan, kind: kind(plan) }));
  return rolledBack ? plans.map((plan) => ({ ...plan, kind: "rolled-back" as const })) : plans;
}

const ACTS: readonly (readonly [Act, number])[] = [
  ["complete", 34],
  ["write", 20],
  ["long", 14],
  ["throw-once", 8],
  ["snooze-once", 8],
  ["cancel", 4],
  ["deaf", 3],
  ["throw-always", 3],
];
const DEADLY: readonly (readonly [Act, number])[] = [
  ["die-once", 2],
  ["die-in-write-once", 3],
  ["die-always", 1],
];

const KINDS: readonly (readonly [RequestKind, number])[] = [
  ["replace", 66],
  ["keep", 18],
  ["cancel", 12],
  ["rolled-back", 4],
];

const TYPES: readonly (readonly [Plan["type"], number])[] = [
  ["keyed", 60],
  ["loose", 26],
  ["new", 11],
  ["hasty", 3],
];

function createDraw({ random, keys, poison }: RequesterParts): () => Plan {
  let number = 0;
  return () => {
    number += 1;
    const type = weighted(TYPES, random);
    // A death costs a process its start and its whole company their run: one in some three hundred is plenty.
    const deadly = random.next() < 0.03 && poison && random.next() < 0.12;
    const act = type === "hasty" ? "outlast" : weighted(deadly ? DEADLY : ACTS, random);
    const key = type === "loose" ? null : `key ${Math.floor(random.next() * keys)}`;
    const kind = key === null ? (random.next() < 0.05 ? "rolled-back" : "replace") : weighted(KINDS, random);
    const lastsMs = Math.floor(
      random.next() * (act === "long" || act === "deaf" ? 2_800 : act === "outlast" ? 900 : 60),
    );
    const delayMs = random.next() < 0.3 ? null : Math.floor(random.next() * MOST_ADVANCE_MS);
    return { kind, type, key, number, act, lastsMs, delayMs };
  };
}

function weighted<T>(choices: readonly (readonly [T, number])[], random: Random): T {
  const all = choices.flatMap(([choice, weight]) => Array.from({ length: weight }, () => choice));
  const chosen = pick(all, random);
  if (chosen === undefined) {
    throw new Error("there is nothing to choose from");
  }
  return chosen;
}

interface Asked {
  readonly plans: readonly Plan[];
  readonly records: RequestRecord[];
}

class RolledBackOnPurpose extends Error {}

/** Asks, and writes down what is known of it: whatever was not answered may have happened. */
async function carryOut(parts: RequesterParts, { plans, records }: Asked): Promise<void> {
  try {
    const answers = await askFor(parts, plans);
    plans.forEach((plan, index) => {
      const answer = answers[index];
      const told = typeof answer === "boolean" ? { jobId: null, cancelled: answer } : { jobId: answer?.jobId ?? null };
      records.push(toRecord(plan, { result: "acknowledged", ...told }));
    });
  } catch (thrown) {
    const result = thrown instanceof RolledBackOnPurpose ? "refused" : "unknown";
    records.push(...plans.map((plan) => toRecord(plan, { result })));
  }
}

async function askFor(parts: RequesterParts, plans: readonly Plan[]): Promise<readonly (ScheduledJob | boolean)[]> {
  const { database, scheduler } = parts;
  const [first] = plans;
  if (plans.length === 1 && (first?.kind === "replace" || first?.kind === "keep")) {
    return [await schedule(scheduler, first)];
  }
  return database.transaction(async (transaction) => {
    const answers: (ScheduledJob | boolean)[] = [];
    for (const plan of plans) {
      const { kind, type, key } = plan;
      answers.push(
        kind === "cancel"
          ? await scheduler.cancelPending(transaction, JOBS[type], { key: key ?? "", reason: "no longer wanted" })
          : await schedule(scheduler, plan, { transaction, at: atOf(plan, await transaction.now()) }),
      );
    }
    if (plans.some(({ kind }) => kind === "rolled-back")) {
      throw new RolledBackOnPurpose();
    }
    return answers;
  });
}

interface Extra {
  readonly transaction?: Transaction;
  readonly at?: Date | undefined;
}

async function schedule(
  scheduler: Scheduler,
  plan: Plan,
  { transaction, at = atOf(plan, systemClock.now()) }: Extra = {},
): Promise<ScheduledJob> {
  const { type, key, number, act, lastsMs, kind } = plan;
  return scheduler.schedule(
    JOBS[type],
    { number, act, lastsMs },
    {
      ...(at === undefined ? {} : { at }),
      ...(key === null ? {} : { key }),
      ...(transaction === undefined ? {} : { transaction }),
      mode: kind === "keep" ? "keep" : "replace",
    },
  );
}

function atOf({ delayMs }: Plan, now: Date): Date | undefined {
  return delayMs === null ? undefined : addMs(now, delayMs);
}

function toRecord(
  { kind, type, key, number, act }: Plan,
  told: Pick<RequestRecord, "result"> & Partial<RequestRecord>,
): RequestRecord {
  const isCancel = kind === "cancel";
  return {
    kind,
    jobType: JOBS[type].name,
    key,
    number,
    act: isCancel ? null : act,
    jobId: null,
    cancelled: null,
    ...told,
  };
}

interface Queues {
  /** Does the work when all that was put into these queues before is done. */
  inTurn(names: readonly string[], work: () => Promise<void>): Promise<void>;
}

function createQueues(): Queues {
  const last = new Map<string, Promise<void>>();
  return {
    inTurn: (names, work) => {
      const turn = Promise.all(names.map((name) => last.get(name) ?? Promise.resolve())).then(work);
      names.forEach((name) => last.set(name, turn));
      return turn;
    },
  };
}
