import { readdir } from "node:fs/promises";

import { expect, test } from "vitest";

import { type Parameter, type Statement } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { INSERT_RUNNING_JOB } from "../../src/scheduler/sql/insert-running-job.ts";
import { useBench } from "./scheduler-fixture.ts";

const FOLDER = new URL("../../src/scheduler/sql/", import.meta.url);

function isStatement(value: unknown): value is Statement<unknown> {
  return typeof value === "object" && value !== null && "name" in value && "columns" in value && "text" in value;
}

async function allStatements(): Promise<readonly Statement<unknown>[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".ts"));
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href) as Promise<object>));
  return modules.flatMap((module) => Object.values(module).filter(isStatement));
}

/** As many nulls as the statement takes parameters. */
function nulls(text: string): readonly Parameter[] {
  const numbers = Array.from(text.matchAll(/\$(\d+)/g), ([, digits]) => Number(digits));
  return Array.from({ length: Math.max(0, ...numbers) }, () => null);
}

describeOnEachDatabase("the scheduler's statements", (open) => {
  const bench = useBench(open);

  test("can be prepared on the migrated schema, have one file and one name each, and are constants", async () => {
    const statements = await allStatements();
    expect(statements.length).toBeGreaterThan(15);
    expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
    for (const statement of statements) {
      // A limit of null is no limit, a job of no id is no job, and of null there are no rows: they run without harm, apart
      // from one that must insert.
      const run = bench.database.run(statement, nulls(statement.text));
      if (/^\s*insert into/.test(statement.text) || statement.name === INSERT_RUNNING_JOB.name) {
        await expect(run, statement.name).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "23502" });
      } else {
        for (const row of await run) {
          expect(Object.keys(row as object).toSorted(), statement.name).toEqual(statement.columns.toSorted());
        }
      }
    }
  });
});
