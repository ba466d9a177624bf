import { expect, test } from "vitest";

import { statement } from "../index.ts";
import { checkStatements, collectStatements } from "./index.ts";

const migrations = [
  {
    sequence: "test",
    migrations: [{ number: 1, name: "a", sql: "-- a\ncreate table notes (id integer, body text);", breaking: false }],
  },
];
const good = statement<{ body: string; id: number }>(
  "read-notes",
  ["body", "id"],
  "select id, body from notes where id = $1",
);
const writes = statement("add-note", [], "insert into notes values ($1, $2)");

test("passes statements that fit, wherever and however often they are exported", async () => {
  const modules = [
    { good, helper: () => 1, LIMIT: 5 },
    { renamed: good, writes },
  ];
  expect(collectStatements(modules)).toEqual([writes, good]);
  expect(await checkStatements({ modules, migrations })).toEqual([]);
});

test("tells what PostgreSQL refuses, other columns, and a name that is used twice", async () => {
  const modules = [
    {
      good,
      twice: statement<{ body: string; id: number }>("read-notes", ["id", "body"], "select id, body from notes"),
      missing: statement("z-missing", [], "select from nowhere"),
      other: statement<{ id: number; text: string }>("other-columns", ["id", "text"], "select id, body from notes"),
      silent: statement("silent", [], "delete from notes returning id"),
    },
  ];
  expect(await checkStatements({ modules, migrations })).toEqual([
    "read-notes: more than one statement has this name",
    "other-columns: returns [body, id] but declares [id, text]",
    "silent: returns [id] but declares []",
    'z-missing: relation "nowhere" does not exist',
  ]);
});
