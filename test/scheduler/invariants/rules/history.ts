import { isRescue, runName, type Rule } from "../case-file.ts";
import { type Breach, REASON } from "../evidence.ts";

const RULE = {
  once: "each run stands in the history once",
  end: "the history says how a run ended",
  completed: "a job is completed once, by its last run",
} as const;

/** Every claim has its row, however the run ended, and no row is without a claim. */
export const eachRunOnce: Rule = ({ claims, history, jobs }) => {
  const breach = (name: string, words: string): Breach => ({
    rule: RULE.once,
    subject: name.split("#")[0] ?? name,
    words: `${name}: ${words}`,
  });
  const claimed = [...claims].flatMap(([name, { length }]) => {
    const rows = history.get(name)?.length ?? 0;
    const [jobId = "", run] = name.split("#");
    const job = jobs.get(jobId);
    if (job?.status === "running" && job.run === Number(run)) {
      return []; // it has not ended; another rule says that it should have
    }
    return length === 1 && rows === 1 ? [] : [breach(name, `claimed ${length} times, in the history ${rows} times`)];
  });
  const unclaimed = [...history.keys()].filter((name) => !claims.has(name));
  return [...claimed, ...unclaimed.map((name) => breach(name, "it stands in the history and was never claimed"))];
};

const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  completed: ["completed"],
  retry: ["pending"],
  failed: ["failed"],
  snoozed: ["pending"],
  cancelled: ["cancelled"],
  timed_out: ["pending", "failed"],
  crashed: ["pending", "failed"],
  interrupted: ["pending"],
  superseded: ["cancelled"],
};

/** What the row became fits to what was written about its run. */
export const historyIsTrue: Rule = ({ runEnds, history }) =>
  [...runEnds].flatMap(([name, ends]) =>
    ends.flatMap((end) => {
      const status = history.get(name)?.[0]?.status ?? "";
      const became = end.after?.status ?? "nothing";
      const cancelled = became === "cancelled" && end.after?.reason === REASON.operator;
      const fits = LEADS_TO[status]?.includes(became) === true || (status === "crashed" && cancelled);
      const crashFits = isRescue(end) ? status === "crashed" || status === "superseded" : status !== "crashed";
      const words = `${name}: its job became ${became}, and the history says "${status}"`;
      return fits && crashFits ? [] : [{ rule: RULE.end, subject: end.jobId, words }];
    }),
  );

/** And where one is not completed, none of its runs is. */
export const completedOnce: Rule = ({ evidence }) => {
  const completed = Map.groupBy(
    evidence.history.filter(({ status }) => status === "completed"),
    ({ jobId }) => jobId,
  );
  return evidence.jobs.flatMap((job) => {
    const runs = (completed.get(job.jobId) ?? []).map(runName);
    const expected = job.status === "completed" ? [runName(job)] : [];
    const words = `it is ${job.status} after run ${job.run}, and these runs completed it: ${runs.join(", ") || "none"}`;
    return runs.join() === expected.join() ? [] : [{ rule: RULE.completed, subject: job.jobId, words }];
  });
};
