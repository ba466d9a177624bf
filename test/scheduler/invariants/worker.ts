/**
 * A process that runs the chaos's jobs until it is stopped or killed. Argument: {@link WorkerSettings} as JSON. Prints a
 * {@link WorkerLine} for whatever a judge has to know; what went wrong goes to standard error.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";

import {
  type Database,
  DatabaseUnavailableError,
  openServerDatabase,
  ServerUnreachableError,
  statement,
} from "../../../src/database/index.ts";
import { addMs, type Logger, systemClock, systemRandom, timeOrderedIds } from "../../../src/kernel/index.ts";
import { createScheduler, type JobOutcome, type JobRun } from "../../../src/scheduler/index.ts";
import { type ChaosPayload, HANDLERS_REASON, JOBS, type WorkerLine, type WorkerSettings } from "./jobs.ts";
import { letPass, machineMs } from "./pace.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as WorkerSettings;
const stopped = new AbortController();

/** A pipe that is full for a moment refuses; what is told here must be told before anything else happens. */
function tell(line: WorkerLine | Readonly<Record<string, unknown>>, descriptor: 1 | 2 = 1): void {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (thrown) {
      if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EAGAIN")) {
        throw thrown;
      }
    }
  }
}

const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => {
    tell({ message, ...fields }, 2);
  },
  error: (fields, message) => {
    tell({ message, ...fields }, 2);
  },
};

async function openPatiently(): Promise<Database | null> {
  while (!stopped.signal.aborted) {
    try {
      return await openServerDatabase({ url: settings.url, logger });
    } catch (thrown) {
      if (!(thrown instanceof ServerUnreachableError) && !(thrown instanceof DatabaseUnavailableError)) {
        throw thrown;
      }
      await letPass(100, stopped.signal);
    }
  }
  return null;
}

const ADD_EFFECT = statement(
  "chaos-add-effect",
  [],
  "insert into chaos_effects (job_id, run, number) values ($1, $2, $3)",
);

function die(): Promise<never> {
  tell({ what: "dying" });
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

async function perform({
  jobId,
  run,
  retryCount,
  scheduledTime,
  payload,
  signal,
}: JobRun<ChaosPayload>): Promise<JobOutcome> {
  const { act, number, lastsMs } = payload;
  await letPass(lastsMs, act === "deaf" ? undefined : signal);
  if (signal.aborted && act !== "deaf") {
    throw signal.reason;
  }
  switch (act) {
    case "throw-always":
      throw new RangeError("as always");
    case "throw-once":
      if (retryCount === 0) {
        throw new RangeError("once");
      }
      return { type: "completed" };
    case "snooze-once":
      return run === 1 ? { type: "snooze", until: addMs(scheduledTime, 900) } : { type: "completed" };
    case "cancel":
      return { type: "cancel", reason: HANDLERS_REASON };
    case "die-always":
      return die();
    case "die-once":
      return run === 1 ? die() : { type: "completed" };
    case "write":
    case "die-in-write-once":
      return {
        type: "completed",
        write: async (transaction) => {
          await transaction.run(ADD_EFFECT, [jobId, run, number]);
          if (act === "die-in-write-once" && run === 1) {
            await die();
          }
        },
      };
    case "complete":
    case "long":
    case "deaf":
    case "outlast":
      return { type: "completed" };
  }
}

async function handle(job: JobRun<ChaosPayload>): Promise<JobOutcome> {
  const { jobId, run, payload } = job;
  const facts = { jobId, run, number: payload.number, act: payload.act };
  tell({ what: "start", ...facts, outcome: null, atMs: machineMs() });
  let outcome: JobOutcome;
  try {
    outcome = await perform(job);
  } catch (thrown) {
    tell({ what: "end", ...facts, outcome: "threw", atMs: machineMs() });
    throw thrown;
  }
  tell({ what: "end", ...facts, outcome: outcome.type, atMs: machineMs() });
  return outcome;
}

process.once("SIGTERM", () => {
  stopped.abort();
});
process.stdin.resume().once("end", () => process.exit()); // nobody looks any more

const database = await openPatiently();
if (database !== null) {
  const ids = timeOrderedIds(systemClock, systemRandom);
  const scheduler = createScheduler({ database, ids, random: systemRandom, logger, options: settings.options });
  for (const type of [JOBS.keyed, JOBS.loose, JOBS.hasty, ...(settings.knowsNewJob ? [JOBS.new] : [])]) {
    scheduler.register(type, handle);
  }
  await scheduler.start();
  tell({ what: "ready", atMs: machineMs() });
  flushCompileCache(); // whoever is killed does not come to it
  if (!stopped.signal.aborted) {
    await new Promise((resolve) => {
      stopped.signal.addEventListener("abort", resolve, { once: true });
    });
  }
  await scheduler.stop();
  await database.close();
}
process.exit(); // standard input is still open
