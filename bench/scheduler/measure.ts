import type { Contender } from "./contender.ts";
import { contenderOf } from "./contenders/index.ts";
import { nowMs } from "./figures.ts";
import type { Places } from "./places/places.ts";
import type { Results, Subject } from "./results.ts";
import type { Row } from "./rows.ts";
import { type ScenarioName, SCENARIOS, SIDE_BY_SIDE } from "./scenarios/index.ts";
import type { Sizes } from "./sizes.ts";

/** What a run of the benchmark works with. */
export interface Run {
  readonly sizes: Sizes;
  readonly contenders: readonly Contender[];
  readonly places: ReadonlyMap<Contender, Places>;
  readonly results: Results;
  readonly beganMs: number;
}

/** Measures what the rows need: each scenario so often, and each time the contenders in turn. */
export async function measureRows(run: Run, rows: readonly Row[]): Promise<void> {
  const subjects = subjectsOf(run, rows);
  for (const scenario of new Set(subjects.map((subject) => subject.scenario))) {
    const own = subjects.filter((subject) => subject.scenario === scenario);
    for (let repetition = 0; repetition < run.sizes.repetitions; repetition += 1) {
      console.log(`${scenario}, ${repetition + 1} of ${run.sizes.repetitions}`);
      await measureInTurn(run, scenario, turned(own, repetition));
    }
  }
}

async function measureInTurn(run: Run, scenario: ScenarioName, subjects: readonly Subject[]): Promise<void> {
  if (SIDE_BY_SIDE.has(scenario)) {
    await Promise.all(subjects.map((subject) => measure(run, subject)));
    return;
  }
  for (const subject of subjects) {
    await measure(run, subject);
  }
}

/** Without repetition: two rows may show the same figures. */
function subjectsOf({ contenders }: Run, rows: readonly Row[]): readonly Subject[] {
  const subjects = new Map<string, Subject>();
  for (const row of rows) {
    for (const contender of contenders.filter((candidate) => takesPart(candidate, row))) {
      const subject = subjectOf(row, contender);
      subjects.set(JSON.stringify(subject), subject);
    }
  }
  return [...subjects.values()];
}

/** Whether a contender is measured for a row. */
export function takesPart(contender: Contender, row: Row): boolean {
  return (row.embedded || contender.store !== "embedded") && (row.peers !== null || !contender.isPeer);
}

/** What a contender's cell of a row shows. */
export function subjectOf({ scenario, peers, ours }: Row, { id, isPeer }: Contender): Subject {
  return { scenario, contender: id, settings: isPeer ? (peers ?? ours) : ours };
}

/** Each time another one begins. */
function turned(subjects: readonly Subject[], by: number): readonly Subject[] {
  const from = by % Math.max(1, subjects.length);
  return [...subjects.slice(from), ...subjects.slice(0, from)];
}

async function measure({ sizes, places, results, beganMs }: Run, subject: Subject): Promise<void> {
  const contender = contenderOf(subject.contender);
  const what = `${subject.scenario} (${subject.settings} settings) of ${contender.title}`;
  if (nowMs() - beganMs > sizes.latestBeginMs) {
    results.skip(what);
    return;
  }
  const place = await places.get(contender)?.fresh();
  if (place === undefined) {
    return;
  }
  try {
    const figures = await SCENARIOS[subject.scenario]({ contender, settings: subject.settings, place, sizes });
    if (figures === null) {
      results.note(`not there, not measured: ${what}`);
    } else {
      results.add(subject, figures);
    }
  } catch (error) {
    results.fail(`failed: ${what}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await place.remove();
  }
}
