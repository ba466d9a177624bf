import { describe, expect, test } from "vitest";

import {
  type Breach,
  type Change,
  type Evidence,
  type FinalJob,
  type OperationRecord,
  REASON,
  type RequestRecord,
  type RowState,
} from "./evidence.ts";
import { describeBreach, examine } from "./examine.ts";
import type { Act } from "./jobs.ts";

// One key: its first request runs, its handler throws, and the second request takes the place of the retry and completes.
// One job without a key: its process vanishes, and the next run completes it.

const BEGIN_US = 1_800_000_000_000_000;
const LEASE_US = 2_000_000;
const moment = (ms: number): number => BEGIN_US + ms * 1_000;

interface State {
  readonly status: string;
  readonly run: number;
  readonly number: number;
  readonly request?: number;
  readonly dueMs?: number;
  readonly lease?: string | null;
  readonly leaseEndsMs?: number;
  readonly crashes?: number;
  readonly reason?: string | null;
}

function row({
  status,
  run,
  number,
  request = number,
  dueMs = 0,
  lease = null,
  leaseEndsMs = 0,
  crashes = 0,
  reason = null,
}: State): RowState {
  const leaseUntilUs = lease === null ? null : moment(leaseEndsMs) + LEASE_US;
  return { status, run, number, request, dueUs: moment(dueMs), leaseToken: lease, leaseUntilUs, crashes, reason };
}

type Step = readonly [atMs: number, after: State | null];

/** The changes of one job, each from what the one before left. Ids are moments, so that all jobs' are in one order. */
function changesOf(jobId: string, key: string | null, steps: readonly Step[]): readonly Change[] {
  const states = steps.map(([, state]) => (state === null ? null : row(state)));
  return steps.map(([atMs], index) => {
    const [before = null, after = null] = [states[index - 1], states[index]];
    return { id: atMs, atUs: moment(atMs), jobId, jobType: "chaos-keyed", key, before, after };
  });
}

const KEYED: readonly Step[] = [
  [0, { status: "pending", run: 0, number: 1 }],
  [10, { status: "running", run: 1, number: 1, lease: "a", leaseEndsMs: 10 }],
  [20, { status: "pending", run: 1, number: 1, dueMs: 220 }],
  [30, { status: "pending", run: 1, number: 2, dueMs: 300 }],
  [310, { status: "running", run: 2, number: 2, dueMs: 300, lease: "b", leaseEndsMs: 310 }],
  [320, { status: "completed", run: 2, number: 2, dueMs: 300 }],
];
const LOOSE: readonly Step[] = [
  [1, { status: "pending", run: 0, number: 3 }],
  [11, { status: "running", run: 1, number: 3, lease: "c", leaseEndsMs: 11 }],
  [2_012, { status: "pending", run: 1, number: 3, crashes: 1 }],
  [2_020, { status: "running", run: 2, number: 3, lease: "d", leaseEndsMs: 2_020, crashes: 1 }],
  [2_030, { status: "completed", run: 2, number: 3, crashes: 1 }],
];

function request(number: number, told: Partial<RequestRecord> = {}): RequestRecord {
  const told0 = { kind: "replace", act: "complete", result: "acknowledged", cancelled: null } as const;
  return { ...told0, jobType: "chaos-keyed", key: "k", number, jobId: "keyed", ...told };
}

function job(jobId: string, facts: Partial<FinalJob>): FinalJob {
  const usual = { jobType: "chaos-keyed", key: null, status: "completed", run: 2, retryCount: 0, maxRetries: 2 };
  return { ...usual, jobId, crashes: 0, errorMessage: null, number: 0, act: "complete", ...facts };
}

function handler(atMs: number, jobId: string, { run, number, outcome = null, worker = 1 }: HandlerFacts) {
  const what = outcome === null ? ("start" as const) : ("end" as const);
  return { what, jobId, run, number, act: "complete" as Act, outcome, atMs, worker };
}

interface HandlerFacts {
  readonly run: number;
  readonly number: number;
  readonly outcome?: string | null;
  readonly worker?: number;
}

const SOUND: Evidence = {
  operations: [],
  requests: [request(1), request(2), request(3, { key: null, jobId: "loose", act: "write" })],
  changes: [...changesOf("keyed", "k", KEYED), ...changesOf("loose", null, LOOSE)].toSorted(
    (one, other) => one.id - other.id,
  ),
  jobs: [job("keyed", { key: "k", number: 2 }), job("loose", { number: 3, act: "write", crashes: 1 })],
  history: [
    { jobId: "keyed", run: 1, status: "retry", errorMessage: "as always" },
    { jobId: "keyed", run: 2, status: "completed", errorMessage: null },
    { jobId: "loose", run: 1, status: "crashed", errorMessage: "the process that ran it vanished" },
    { jobId: "loose", run: 2, status: "completed", errorMessage: null },
  ],
  effects: [{ jobId: "loose", run: 2, number: 3 }],
  handlers: [
    handler(12, "keyed", { run: 1, number: 1 }),
    handler(19, "keyed", { run: 1, number: 1, outcome: "threw" }),
    handler(312, "keyed", { run: 2, number: 2 }),
    handler(319, "keyed", { run: 2, number: 2, outcome: "completed" }),
    handler(12, "loose", { run: 1, number: 3, worker: 2 }),
    handler(2_021, "loose", { run: 2, number: 3 }),
    handler(2_029, "loose", { run: 2, number: 3, outcome: "completed" }),
  ],
  deaths: new Map([[2, 500]]),
};

/** The sound history with other changes of one job. */
function withSteps(jobId: "keyed" | "loose", steps: readonly Step[], rest: Partial<Evidence> = {}): Evidence {
  const others = SOUND.changes.filter((change) => change.jobId !== jobId);
  const own = changesOf(jobId, jobId === "keyed" ? "k" : null, steps);
  return { ...SOUND, changes: [...others, ...own].toSorted((one, other) => one.id - other.id), ...rest };
}

function withJob(jobId: string, facts: Partial<FinalJob>): readonly FinalJob[] {
  return SOUND.jobs.map((known) => (known.jobId === jobId ? { ...known, ...facts } : known));
}

const replaced = (steps: readonly Step[], index: number, after: Partial<State>): readonly Step[] =>
  steps.map(([atMs, state], place) => [atMs, place === index && state !== null ? { ...state, ...after } : state]);

const broken = (evidence: Evidence): readonly string[] => [...new Set(examine(evidence).map(({ rule }) => rule))];

test("a history in which everything is as promised breaks no promise", () => {
  expect([SOUND, withSteps("loose", LOOSE.slice(1))].flatMap(examine)).toEqual([]); // the second: a job is stored as running
});

const OPEN_AGAIN: readonly Step[] = [...LOOSE, [2_040, { status: "pending", run: 2, number: 3, crashes: 1 }]];

const CANCELLED: State = { status: "cancelled", run: 1, number: 2, dueMs: 300 };
const REVIVED = withSteps("keyed", [
  ...KEYED.slice(0, 4),
  [302, { ...CANCELLED, reason: REASON.requester }],
  [305, { status: "pending", run: 1, number: 2, dueMs: 300 }],
  ...KEYED.slice(4),
]);

function operation(
  kind: OperationRecord["kind"],
  subject: string,
  told: Partial<OperationRecord> & { atMs?: number },
): OperationRecord {
  const { atMs = 0, ...rest } = told;
  const usual = { result: "acknowledged", answer: null, askedUs: moment(atMs), answeredUs: moment(atMs) } as const;
  return { ...usual, kind, subject, ...rest };
}

const PAUSED = (atMs: number): readonly OperationRecord[] => [
  operation("pause", "chaos-keyed", { atMs }),
  operation("resume", "chaos-keyed", { atMs: atMs + 3_000 }),
];

describe("the judge of a chaos sees", () => {
  test.each<readonly [what: string, rule: string, evidence: Evidence]>([
    [
      "an acknowledged request that no row ever had",
      "what was acknowledged is stored",
      { ...SOUND, requests: [...SOUND.requests, request(4)] },
    ],
    [
      "a request that was kept for another key",
      "what was acknowledged is stored",
      { ...SOUND, requests: [...SOUND.requests, request(4, { kind: "keep", key: "other" })] },
    ],
    [
      "a request that was rolled back and ran",
      "what was rolled back never was",
      { ...SOUND, requests: SOUND.requests.map((known) => ({ ...known, result: "refused" as const })) },
    ],
    [
      "an older request that took the place of a newer one",
      "requests of a key are stored in their order",
      withSteps("keyed", replaced(KEYED, 0, { number: 9 })),
    ],
    [
      "a newest request that nobody was called with",
      "the newest request of a key has run",
      { ...SOUND, handlers: SOUND.handlers.filter(({ number }) => number !== 2) },
    ],
    [
      "a newest request that still waits",
      "the newest request of a key has run",
      withSteps("keyed", KEYED.slice(0, 4), {
        jobs: withJob("keyed", { status: "pending", run: 1 }),
        history: SOUND.history.filter(({ jobId, run }) => jobId !== "keyed" || run === 1),
      }),
    ],
    [
      "a job that was withdrawn by nobody",
      "what waits is withdrawn by nobody but its requester",
      withSteps("keyed", [...KEYED.slice(0, 4), [305, { status: "cancelled", run: 1, number: 2, dueMs: 300 }]]),
    ],
    [
      "a withdrawal that was acknowledged and never happened",
      "what waits is withdrawn by nobody but its requester",
      { ...SOUND, requests: [...SOUND.requests, request(4, { kind: "cancel", jobId: null, cancelled: true })] },
    ],
    [
      "a row that changed behind the trigger's back",
      "nothing happens to a job that the trigger did not see",
      { ...SOUND, changes: SOUND.changes.filter(({ id }) => id !== 20) },
    ],
    ["a finished job that waits again", "a job changes only as its life allows", withSteps("loose", OPEN_AGAIN)],
    [
      "a run that is not counted",
      "a job changes only as its life allows",
      withSteps("keyed", replaced(KEYED, 4, { run: 1 })),
    ],
    [
      "a run without a lease",
      "a job changes only as its life allows",
      withSteps("keyed", replaced(KEYED, 4, { lease: null })),
    ],
    [
      "a run that begins a millisecond too early",
      "nothing runs before its time",
      withSteps("keyed", replaced(replaced(KEYED, 3, { dueMs: 311 }), 4, { dueMs: 311 })),
    ],
    [
      "a run that is taken from a process whose lease holds",
      "a run is taken from nobody whose lease holds",
      withSteps("loose", replaced(LOOSE, 1, { leaseEndsMs: 13 })),
    ],
    [
      "a lease that passes from one to another",
      "a run is taken from nobody whose lease holds",
      withSteps("loose", [
        ...LOOSE.slice(0, 2),
        [15, { status: "running", run: 1, number: 3, lease: "stolen", leaseEndsMs: 15 }],
      ]),
    ],
    [
      "two jobs of one key that wait",
      "at most one job of a key waits",
      {
        ...SOUND,
        changes: [...SOUND.changes, ...changesOf("twin", "k", [[31, KEYED[3]?.[1] ?? null]])].toSorted(
          (one, other) => one.id - other.id,
        ),
      },
    ],
    ["a job that is gone", "no job is lost, and at the end none is open", { ...SOUND, jobs: SOUND.jobs.slice(1) }],
    [
      "a job that was deleted before its time",
      "no job is lost, and at the end none is open",
      withSteps("loose", [...LOOSE.slice(0, 1), [12, null]], { jobs: SOUND.jobs.slice(0, 1) }),
    ],
    [
      "a job that still runs",
      "no job is lost, and at the end none is open",
      withSteps("loose", LOOSE.slice(0, 4), { jobs: withJob("loose", { status: "running" }) }),
    ],
    [
      "a job that failed though its handler never did",
      "a job fails for good only by rule",
      withSteps("loose", replaced(LOOSE, 4, { status: "failed" }), { jobs: withJob("loose", { status: "failed" }) }),
    ],
    [
      "a job that was superseded by nothing newer",
      "a job is cancelled only for a reason",
      withSteps("loose", [...LOOSE.slice(0, 2), [2_012, { status: "cancelled", run: 1, number: 3, crashes: 1 }]]),
    ],
    [
      "a run that is not in the history",
      "each run stands in the history once",
      { ...SOUND, history: SOUND.history.slice(1) },
    ],
    [
      "a run that is in the history twice",
      "each run stands in the history once",
      { ...SOUND, history: [...SOUND.history, ...SOUND.history.slice(0, 1)] },
    ],
    [
      "a run in the history that was never claimed",
      "each run stands in the history once",
      { ...SOUND, history: [...SOUND.history, { jobId: "keyed", run: 3, status: "retry", errorMessage: null }] },
    ],
    [
      "a crash that the history calls a retry",
      "the history says how a run ended",
      {
        ...SOUND,
        history: SOUND.history.map((known) => ({
          ...known,
          status: known.status === "crashed" ? "retry" : known.status,
        })),
      },
    ],
    [
      "a job that two runs completed",
      "a job is completed once, by its last run",
      { ...SOUND, history: SOUND.history.map((known) => ({ ...known, status: "completed" })) },
    ],
    [
      "a handler that was called twice for one run",
      "a handler is called once for each run, with what its job was asked for",
      { ...SOUND, handlers: [...SOUND.handlers, handler(13, "keyed", { run: 1, number: 1, worker: 3 })] },
    ],
    [
      "a handler that was called with an older payload",
      "a handler is called once for each run, with what its job was asked for",
      { ...SOUND, handlers: SOUND.handlers.map((known) => (known.run === 2 ? { ...known, number: 1 } : known)) },
    ],
    [
      "a run that was completed without its handler",
      "a run ends as its handler said",
      { ...SOUND, handlers: SOUND.handlers.filter(({ outcome }) => outcome !== "completed") },
    ],
    [
      "two handlers of one job at a time",
      "no two handlers of a job work at once, unless the first has lost its lease",
      {
        ...SOUND,
        handlers: SOUND.handlers.map((known) => (known.outcome === "threw" ? { ...known, atMs: 315 } : known)),
      },
    ],
    [
      "a write that is there twice",
      "what is written with the end of a run is there exactly if that end is",
      { ...SOUND, effects: [...SOUND.effects, ...SOUND.effects] },
    ],
    [
      "a write of a run that crashed",
      "what is written with the end of a run is there exactly if that end is",
      { ...SOUND, effects: [...SOUND.effects, { jobId: "loose", run: 1, number: 3 }] },
    ],
    [
      "a write that is missing",
      "what is written with the end of a run is there exactly if that end is",
      { ...SOUND, effects: [] },
    ],
    [
      "a job that an operator cancelled and that waits on",
      "what an operator cancels ends as cancelled",
      { ...SOUND, operations: [operation("cancel", "keyed", { answer: "cancelling", atMs: 15 })] },
    ],
    [
      "a cancellation by an operator that was acknowledged and never happened",
      "what an operator cancels ends as cancelled",
      { ...SOUND, operations: [operation("cancel", "keyed", { answer: "cancelled", atMs: 100 })] },
    ],
    [
      "a job that an operator did not cancel",
      "what an operator cancels ends as cancelled",
      withSteps("keyed", [...KEYED.slice(0, 4), [305, { ...CANCELLED, reason: REASON.operator }]]),
    ],
    ["a finished job that nobody retried", "what has ended waits again only if an operator says so", REVIVED],
    [
      "a job that an operator did not find",
      "a job that was acknowledged is there",
      { ...SOUND, operations: [operation("run-now", "keyed", { answer: "JOB_NOT_FOUND", result: "refused" })] },
    ],
    [
      "a moment that nobody changed",
      "what waits is moved only by a request or an operator",
      withSteps("keyed", replaced(KEYED, 3, { number: 1 })),
    ],
    [
      "a job that was claimed while its type was paused",
      "a paused type is not claimed",
      { ...SOUND, operations: PAUSED(100) },
    ],
  ])("%s", (_, rule, evidence) => {
    expect(broken(evidence)).toContain(rule);
  });
});

describe("the judge of a chaos allows", () => {
  test("two handlers at a time where the first one's lease had ended", () => {
    expect(examine({ ...SOUND, deaths: new Map() })).toEqual([]);
  });

  test("a job that gives way to a newer one of its key", () => {
    const older = changesOf("older", "k", [
      [-20, { status: "pending", run: 0, number: 0, request: 0, dueMs: -20 }],
      [-10, { status: "running", run: 1, number: 0, request: 0, dueMs: -20, lease: "e", leaseEndsMs: -10 }],
      [15, { status: "cancelled", run: 1, number: 0, request: 0, dueMs: -20 }],
    ]);
    const evidence: Evidence = {
      ...SOUND,
      changes: [...older, ...SOUND.changes].toSorted((one, other) => one.id - other.id),
      jobs: [...SOUND.jobs, job("older", { key: "k", status: "cancelled", run: 1 })],
      history: [...SOUND.history, { jobId: "older", run: 1, status: "superseded", errorMessage: null }],
    };
    expect(examine(evidence)).toEqual([]);
  });

  test("a job that waits again because an operator says so", () => {
    const { changes } = REVIVED;
    const operations = [operation("retry", "keyed", { atMs: 304 })];
    expect(examine({ ...REVIVED, changes, operations }).map(({ rule }) => rule)).toEqual([
      "what waits is withdrawn by nobody but its requester",
    ]);
  });

  test("a claim that had begun when its type was paused", () => {
    expect(examine({ ...SOUND, operations: PAUSED(1_500) })).toEqual([]);
  });

  test("a request whose answer was lost, stored or not", () => {
    const unknown = SOUND.requests.map((known) => ({ ...known, result: "unknown" as const, jobId: null }));
    expect(examine({ ...SOUND, requests: [...unknown, request(4, { result: "unknown", jobId: null })] })).toEqual([]);
  });
});

test("a breach is told with everything that is known of its job", () => {
  const evidence = { ...SOUND, effects: [] };
  const [breach] = examine(evidence);
  const told = describeBreach(breach as Breach, evidence);
  expect(told.split("\n    ")[0]).toBe(
    "what is written with the end of a run is there exactly if that end is: loose: loose#2 is completed, and was written 0 times",
  );
  for (const part of ["request {", "change {", "job {", "history {", "handler {", '"status":"crashed"']) {
    expect(told).toContain(part);
  }
});
