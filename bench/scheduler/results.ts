import type { ContenderId, Tuning } from "./contender.ts";
import { type Figures, medianOf } from "./figures.ts";
import type { ScenarioName } from "./scenarios/index.ts";

/** What is measured together: one scenario with one contender and one kind of settings. */
export interface Subject {
  readonly scenario: ScenarioName;
  readonly contender: ContenderId;
  readonly settings: Tuning["settings"];
}

export interface Result extends Subject {
  readonly median: Figures;
  readonly each: readonly Figures[];
}

/** Everything that was measured, and what is to be said about what was not. */
export interface Results {
  add(subject: Subject, figures: Figures): void;
  find(subject: Subject): Result | null;
  /** There was no time for it. */
  skip(what: string): void;
  /** Said once, however often it happens. */
  note(text: string): void;
  /** As {@link note}; and the benchmark ends with an error. */
  fail(text: string): void;
  readonly all: readonly Result[];
  readonly notes: readonly string[];
  readonly failed: boolean;
}

export function createResults(): Results {
  const results = new Map<string, Subject & { readonly each: Figures[] }>();
  const notes = new Set<string>();
  const skipped: string[] = [];
  let failed = false;

  return {
    add: (subject, figures) => {
      const known = results.get(keyOf(subject));
      if (known === undefined) {
        results.set(keyOf(subject), { ...subject, each: [figures] });
      } else {
        known.each.push(figures);
      }
    },
    find: (subject) => {
      const known = results.get(keyOf(subject));
      return known === undefined ? null : { ...known, median: medianOf(known.each) };
    },
    skip: (what) => {
      skipped.push(what);
    },
    note: (text) => {
      notes.add(text);
    },
    fail: (text) => {
      notes.add(text);
      failed = true;
    },
    get all() {
      return [...results.values()].map((known) => ({ ...known, median: medianOf(known.each) }));
    },
    get notes() {
      return skipped.length === 0 ? [...notes] : [...notes, `out of time, not measured: ${skipped.join("; ")}`];
    },
    get failed() {
      return failed;
    },
  };
}

function keyOf({ scenario, contender, settings }: Subject): string {
  return `${scenario} ${contender} ${settings}`;
}
