/**
 * The last words of a test run: which databases the suites really ran on, and what was skipped and why. A run without services
 * is green, so it has to say what it did not look at.
 */
import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** What a suite may run on: recognised by the name of a `describe` around it, as `describeOnEachDatabase` gives it. */
const SERVICES = [
  { label: "embedded database", mark: /\(embedded\b/, variable: null },
  { label: "PostgreSQL server", mark: /\(server\b/, variable: "DATABASE_URL" },
  { label: "Redis server", mark: /\(redis\b/i, variable: "REDIS_URL" },
] as const;

type Service = (typeof SERVICES)[number];

export class StoryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const services = SERVICES.map((service) => whatRan(service, tests)).filter((words) => words !== null);
    console.log(
      `\n Ran on     ${services.length === 0 ? "no database: no test of this run needs one" : services.join("; ")}`,
    );
    const skipped = groupSkipped(tests.filter((test) => test.result().state === "skipped"));
    for (const [where, count] of skipped) {
      console.log(` Skipped    ${where} (${count} ${count === 1 ? "test" : "tests"})`);
    }
  }
}

/** One clause about a service; `null` where no test of this run is about it. */
function whatRan({ label, mark, variable }: Service, tests: readonly TestCase[]): string | null {
  const about = tests.filter((test) => mark.test(describePath(test)));
  if (about.length === 0) {
    return null;
  }
  const count = about.filter((test) => test.result().state !== "skipped").length;
  if (count > 0) {
    return `${label}: yes (${count} ${count === 1 ? "test" : "tests"})`;
  }
  const missing = variable !== null && (process.env[variable] ?? "") === "";
  return `${label}: skipped${missing ? `, ${variable} is not set` : ""}`;
}

/** The names of the `describe`s around a test, outermost first. */
function describePath(test: TestCase): string {
  const names: string[] = [];
  for (let parent: TestSuite | TestModule = test.parent; parent.type === "suite"; parent = parent.parent) {
    names.unshift(parent.name);
  }
  return names.join(" › ");
}

/** One line per suite and reason, with the number of tests. */
function groupSkipped(tests: readonly TestCase[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const test of tests) {
    const suite = describePath(test);
    const where = `${test.module.relativeModuleId}${suite === "" ? "" : ` › ${suite}`}: ${reasonOf(test, suite)}`;
    groups.set(where, (groups.get(where) ?? 0) + 1);
  }
  return groups;
}

function reasonOf(test: TestCase, suite: string): string {
  const result = test.result();
  if (result.state === "skipped" && result.note !== undefined) {
    return result.note;
  }
  const named = /skipped: ([^)]+)\)/.exec(`${suite} ${test.name}`)?.[1];
  if (named !== undefined) {
    return named;
  }
  return test.module.state() === "failed" ? "its file failed" : "no reason was given";
}
