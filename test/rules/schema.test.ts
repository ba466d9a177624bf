import { describe, expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { migrateAll } from "../../src/main/prepare-database.ts";
import { useProductDatabase } from "../privacy/privacy-fixture.ts";
import { query, values } from "../product-database.ts";

/** Tables, columns, defaults and queries of the specification: they stay as they are, whatever is added to them. */

type Column = readonly [name: string, type: string, nullable: "null" | "not null", byDefault: string | null];

const VARCHAR_255 = "character varying(255)";
const TIME = "timestamp with time zone";

const SPECIFIED: readonly (readonly [table: string, columns: readonly Column[]])[] = [
  [
    "scheduled_jobs",
    [
      ["job_id", VARCHAR_255, "not null", null],
      ["job_type", "character varying(100)", "not null", null],
      ["scheduled_time", TIME, "not null", null],
      ["payload", "jsonb", "not null", null],
      ["status", "character varying(50)", "not null", "'pending'::character varying"],
      ["created_at", TIME, "not null", "now()"],
      ["started_at", TIME, "null", null],
      ["completed_at", TIME, "null", null],
      ["error_message", "text", "null", null],
      ["retry_count", "integer", "null", "0"],
      ["max_retries", "integer", "null", "3"],
    ],
  ],
  [
    "job_execution_history",
    [
      ["execution_id", "integer", "not null", "nextval('job_execution_history_execution_id_seq'::regclass)"],
      ["job_id", VARCHAR_255, "not null", null],
      ["job_type", "character varying(100)", "not null", null],
      ["execution_time", TIME, "not null", null],
      ["duration_ms", "integer", "null", null],
      ["status", "character varying(50)", "not null", null],
      ["error_message", "text", "null", null],
      ["created_at", TIME, "not null", "now()"],
    ],
  ],
  [
    "follow_up_history",
    [
      ["id", "integer", "not null", "nextval('follow_up_history_id_seq'::regclass)"],
      ["user_id", VARCHAR_255, "not null", null],
      ["message_sent", "text", "not null", null],
      ["context_data", "jsonb", "null", null],
      ["sent_at", TIME, "not null", "now()"],
      ["response_received", "boolean", "null", "false"],
      ["response_time", TIME, "null", null],
    ],
  ],
  [
    "user_profiles",
    [
      ["user_id", VARCHAR_255, "not null", null],
      ["follow_ups_enabled", "boolean", "null", "true"],
      ["last_follow_up_sent", TIME, "null", null],
      ["follow_up_frequency_hours", "integer", "null", "48"],
    ],
  ],
];

const READ_COLUMNS = `
  select jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' else 'null' end,
    pg_get_expr(d.adbin, d.adrelid)) as value
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

const READ_PRIMARY_KEY = `
  select a.attname as value from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indrelid = $1::text::regclass and i.indisprimary`;

const READ_INDEX = `
  select t.relname || '(' || string_agg(a.attname, ', ' order by k.place) || ')' as value
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (number, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
  where c.relname = $1 group by t.relname`;

const RESPONSE_RATE = `
  SELECT COUNT(*) as total_sent, COUNT(*) FILTER (WHERE response_received = true) as responses,
    (COUNT(*) FILTER (WHERE response_received = true)::float / COUNT(*)) * 100 as response_rate
  FROM follow_up_history WHERE sent_at >= NOW() - INTERVAL '30 days';`;

const ENGAGEMENT = `
  SELECT user_id, COUNT(*) as follow_ups_sent, COUNT(*) FILTER (WHERE response_received = true) as responses,
    AVG(EXTRACT(EPOCH FROM response_time - sent_at) / 60) as avg_response_minutes
  FROM follow_up_history GROUP BY user_id;`;

describeOnEachDatabase("the schema", (open) => {
  const database = useProductDatabase(open);

  test.each(SPECIFIED)("%s has the columns that were specified, first and in their order", async (table, columns) => {
    const found = await values<Column>(database(), READ_COLUMNS, [table]);
    expect(found.slice(0, columns.length)).toEqual(columns);
    expect(await values(database(), READ_PRIMARY_KEY, [table])).toEqual([columns[0]?.[0]]);
  });

  test.each(SPECIFIED)("%s takes a row of the specified columns alone", async (table, columns) => {
    const needed = columns.filter(([, , nullable, byDefault]) => nullable === "not null" && byDefault === null);
    const examples: Readonly<Record<string, string>> = { [TIME]: "now()", jsonb: "'{}'", status: "'completed'" };
    const example = ([name, type]: Column): string => examples[name] ?? examples[type] ?? "'x'";
    const text = `insert into ${table} (${needed.map(([name]) => name).join(", ")}) values (${needed.map(example).join(", ")})`;
    await database().run(query([], text));
    expect(await values(database(), `select count(*) as value from ${table}`)).toEqual([1]);
    await database().run(query([], `delete from ${table}`));
  });

  test.each([
    ["idx_scheduled_jobs_time_status", "scheduled_jobs(scheduled_time, status)"],
    ["idx_scheduled_jobs_type", "scheduled_jobs(job_type)"],
    ["idx_follow_up_user_time", "follow_up_history(user_id, sent_at)"],
    ["idx_job_history_time", "job_execution_history(execution_time)"],
  ])("%s is there, on %s", async (name, expected) => {
    expect(await values(database(), READ_INDEX, [name])).toEqual([expected]);
  });

  describe("the statistics queries run as they were written", () => {
    const rate = query<{ total_sent: number; responses: number; response_rate: number }>(
      ["total_sent", "responses", "response_rate"],
      RESPONSE_RATE,
    );
    const engagement = query<{
      user_id: string;
      follow_ups_sent: number;
      responses: number;
      avg_response_minutes: unknown;
    }>(["user_id", "follow_ups_sent", "responses", "avg_response_minutes"], ENGAGEMENT);

    test("on an empty table as PostgreSQL has it", async () => {
      await expect(database().run(rate)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "22012" });
      expect(await database().run(engagement)).toEqual([]);
    });

    test("on rows", async () => {
      await database().run(
        query(
          [],
          `insert into follow_up_history (user_id, message_sent, sent_at, response_received, response_time) values
             ('ada', 'a', now() - interval '1 day', true, now() - interval '1 day' + interval '30 minutes'),
             ('ada', 'b', now() - interval '2 days', false, null),
             ('ada', 'old', now() - interval '31 days', true, now() - interval '31 days' + interval '90 minutes'),
             ('bo', 'c', now() - interval '3 days', false, null),
             ('bo', 'd', now() - interval '4 days', null, null)`,
        ),
      );
      expect(await database().run(rate)).toEqual([{ total_sent: 4, responses: 1, response_rate: 25 }]);
      const [ada, bo] = [...(await database().run(engagement))].sort((one, other) =>
        one.user_id.localeCompare(other.user_id),
      );
      expect(ada).toMatchObject({ user_id: "ada", follow_ups_sent: 3, responses: 2 });
      expect(Number(ada?.avg_response_minutes)).toBeCloseTo(60);
      expect(bo).toEqual({ user_id: "bo", follow_ups_sent: 2, responses: 0, avg_response_minutes: null });
    });
  });

  test("is made once, however often it is asked for", async () => {
    const tables = (): Promise<readonly number[]> =>
      values(database(), "select count(*) as value from pg_class where relkind = 'r'");
    const before = await tables();
    await migrateAll(database(), silentLogger);
    expect(await tables()).toEqual(before);
  });
});
