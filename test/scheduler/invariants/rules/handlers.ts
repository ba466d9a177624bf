import { isRescue, runName, type CaseFile, type Rule } from "../case-file.ts";
import { type Breach, type HandlerReport, REASON } from "../evidence.ts";

const RULE = {
  called: "a handler is called once for each run, with what its job was asked for",
  verdict: "a run ends as its handler said",
  alone: "no two handlers of a job work at once, unless the first has lost its lease",
  effect: "what is written with the end of a run is there exactly if that end is",
} as const;

/** Never without a claim, and never with another payload than the row had when it was claimed. */
export const calledOnce: Rule = ({ starts, claims }) =>
  [...starts].flatMap(([name, reports]) => {
    const claimed = claims.get(name)?.[0]?.after?.number;
    const numbers = reports.map(({ number }) => number);
    const words = `${name}: called with ${numbers.join(", ")}; claimed as ${String(claimed)}`;
    return numbers.join() === String(claimed) ? [] : [{ rule: RULE.called, subject: reports[0]?.jobId ?? name, words }];
  });

const SAID: Readonly<Record<string, string>> = { completed: "completed", snoozed: "snooze", cancelled: "cancel" };

/** Whatever the history calls completed, snoozed or cancelled, a handler has returned. */
export const endsAsTheHandlerSaid: Rule = ({ evidence, ends, runEnds }) =>
  evidence.history.flatMap((row) => {
    const byOperator = runEnds.get(runName(row))?.[0]?.after?.reason === REASON.operator;
    const expected = byOperator ? undefined : SAID[row.status];
    const said = ends.get(runName(row))?.[0]?.outcome ?? "nothing";
    const words = `${runName(row)}: the history says ${row.status}, its handler said ${said}`;
    return expected === undefined || said === expected ? [] : [{ rule: RULE.verdict, subject: row.jobId, words }];
  });

/** Two handlers of one job, one of which began while the other had not come back. */
export interface Overlap {
  readonly earlier: HandlerReport;
  readonly later: HandlerReport;
  readonly forMs: number;
}

export function findOverlaps({ evidence, starts, ends }: CaseFile): readonly Overlap[] {
  const byJob = Map.groupBy([...starts.values()].flat(), ({ jobId }) => jobId);
  return [...byJob.values()].flatMap((reports) => {
    const calls = reports.toSorted((one, other) => one.run - other.run);
    return calls.slice(1).flatMap((later, index) => {
      const earlier = calls[index];
      if (earlier === undefined) {
        return [];
      }
      const death = evidence.deaths.get(earlier.worker) ?? Infinity;
      const endMs = Math.min(ends.get(runName(earlier))?.[0]?.atMs ?? Infinity, death);
      return later.atMs < endMs ? [{ earlier, later, forMs: endMs - later.atMs }] : [];
    });
  });
}

/**
 * A handler may still be at work when the next one begins: if its lease had ended and somebody took the job over (whether it had
 * is another rule's business), or if it was aborted and did not listen.
 */
export const aloneWhileTheLeaseHolds: Rule = (file) =>
  findOverlaps(file).flatMap(({ earlier, later, forMs }): Breach[] => {
    const name = runName(earlier);
    const rescued = (file.runEnds.get(name) ?? []).some(isRescue);
    const status = file.history.get(name)?.[0]?.status ?? "";
    const unheeded = earlier.act === "deaf" && ["interrupted", "timed_out", "superseded", "cancelled"].includes(status);
    const words = `${runName(later)} began ${forMs.toFixed(1)} ms before ${name} (${status}) was over`;
    return rescued || unheeded ? [] : [{ rule: RULE.alone, subject: earlier.jobId, words }];
  });

/** Once per job at most, by the run that completed it. */
export const effectsAreExact: Rule = ({ evidence, history, jobs }) => {
  const effects = Map.groupBy(evidence.effects, runName);
  const runs = new Set([
    ...effects.keys(),
    ...evidence.history
      .filter(({ jobId, status }) => status === "completed" && writes(jobs.get(jobId)?.act))
      .map(runName),
  ]);
  return [...runs].flatMap((name) => {
    const written = effects.get(name)?.length ?? 0;
    const status = history.get(name)?.[0]?.status ?? "not in the history";
    const words = `${name} is ${status}, and was written ${written} times`;
    return written === 1 && status === "completed"
      ? []
      : [{ rule: RULE.effect, subject: name.split("#")[0] ?? name, words }];
  });
};

function writes(act: string | undefined): boolean {
  return act === "write" || act === "die-in-write-once";
}
