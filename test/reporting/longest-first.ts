import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders whose files wind a whole program for days and weeks. */
const LONG = /\/test\/(whole-way|attacks)\//;

/**
 * The longest files first, so that no single one is left over at the end. Vitest knows by itself how long each took the last time; in a
 * fresh clone it goes by their size, which says nothing of these.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = (file: TestSpecification): boolean => LONG.test(file.moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
