import type { Database } from "../../../src/database/index.ts";
import { addMs, pick, type Random, systemClock } from "../../../src/kernel/index.ts";
import type { ScheduledJob, ScheduleOptions, Scheduler } from "../../../src/scheduler/index.ts";
import { keyName } from "./case-file.ts";
import { REASON, type RequestKind, type RequestRecord } from "./evidence.ts";
import { type Act, type ChaosPayload, JOBS } from "./jobs.ts";
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
  const { perSecond } = parts;
  const records: RequestRecord[] = [];
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const keys = createQueues();
  const draw = createWishes(parts);

  async function ask(): Promise<void> {
    const begunMs = machineMs();
    for (let count = 1; !stopping.signal.aborted; count += 1) {
      const wish = draw();
      const asked = keys.inTurn(wish.plans.map(queueOf), () => carryOut(parts, { wish, records }));
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

/** What is asked for at once: one thing, several in a transaction, or many of a type with one statement. */
interface Wish {
  readonly way: "alone" | "transaction" | "many";
  readonly plans: readonly Plan[];
}

const WAYS: readonly (readonly [Wish["way"], number])[] = [
  ["alone", 90],
  ["transaction", 6],
  ["many", 4],
];

function createWishes(parts: RequesterParts): () => Wish {
  const { random } = parts;
  const draw = createDraw(parts);
  return () => {
    const first = draw();
    const way = weighted(WAYS, random);
    if (way === "alone") {
      return { way: first.kind === "cancel" || first.kind === "rolled-back" ? "transaction" : way, plans: [first] };
    }
    const others = Array.from({ length: way === "many" ? 5 : 1 }, draw);
    const plans = [first, ...others].map((plan): Plan => {
      return way === "many"
        ? { ...plan, kind: "replace", type: first.type, act: first.act, key: keyFor(first, plan) }
        : plan;
    });
    return { way, plans: asOne(plans) };
  };
}

function keyFor({ key: hasOne }: Plan, { key, number }: Plan): string | null {
  return hasOne === null ? null : (key ?? `key ${number % 10}`);
}

/** Each key once, or its account would be unclear; and where one thing is rolled back, everything is. */
function asOne(all: readonly Plan[]): readonly Plan[] {
  const plans = [...new Map(all.map((plan) => [queueOf(plan), plan])).values()];
  const rolledBack = plans.some(({ kind }) => kind === "rolled-back");
  return rolledBack ? plans.map((plan) => ({ ...plan, kind: "rolled-back" })) : plans;
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
  readonly wish: Wish;
  readonly records: RequestRecord[];
}

class RolledBackOnPurpose extends Error {}

/** Asks, and writes down what is known of it: whatever was not answered may have happened. */
async function carryOut(parts: RequesterParts, { wish, records }: Asked): Promise<void> {
  try {
    const answers = await askFor(parts, wish);
    wish.plans.forEach((plan, index) => {
      const answer = answers[index];
      const told = typeof answer === "boolean" ? { jobId: null, cancelled: answer } : { jobId: answer?.jobId ?? null };
      records.push(toRecord(plan, { result: "acknowledged", ...told }));
    });
  } catch (thrown) {
    const result = thrown instanceof RolledBackOnPurpose ? "refused" : "unknown";
    records.push(...wish.plans.map((plan) => toRecord(plan, { result })));
  }
}

async function askFor(
  { database, scheduler }: RequesterParts,
  { way, plans }: Wish,
): Promise<readonly (ScheduledJob | boolean)[]> {
  if (way === "alone") {
    return Promise.all(plans.map((plan) => schedule(scheduler, plan, keyAndMoment(plan, systemClock.now()))));
  }
  if (way === "many") {
    const jobs = plans.map((plan) => ({ payload: payloadOf(plan), ...keyAndMoment(plan, systemClock.now()) }));
    return scheduler.scheduleMany(JOBS[plans[0]?.type ?? "loose"], jobs);
  }
  return database.transaction(async (transaction) => {
    const answers: (ScheduledJob | boolean)[] = [];
    for (const plan of plans) {
      const { kind, type, key } = plan;
      answers.push(
        kind === "cancel"
          ? await scheduler.cancelPending(transaction, JOBS[type], { key: key ?? "", reason: REASON.requester })
          : await schedule(scheduler, plan, { transaction, ...keyAndMoment(plan, await transaction.now()) }),
      );
    }
    if (plans.some(({ kind }) => kind === "rolled-back")) {
      throw new RolledBackOnPurpose();
    }
    return answers;
  });
}

function schedule(scheduler: Scheduler, plan: Plan, options: ScheduleOptions): Promise<ScheduledJob> {
  const mode = plan.kind === "keep" ? "keep" : "replace";
  return scheduler.schedule(JOBS[plan.type], payloadOf(plan), { ...options, mode });
}

function payloadOf({ number, act, lastsMs }: Plan): ChaosPayload {
  return { number, act, lastsMs };
}

function keyAndMoment({ key, delayMs }: Plan, now: Date): Pick<ScheduleOptions, "key" | "at"> {
  return { ...(key === null ? {} : { key }), ...(delayMs === null ? {} : { at: addMs(now, delayMs) }) };
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
