import { openEmbeddedDatabase } from "../src/database/index.ts";
import { type Logger, silentLogger } from "../src/kernel/index.ts";
import { prepareDatabase } from "../src/main/prepare-database.ts";
import { query, values } from "./product-database.ts";

/** How much is in it. */
export interface Amount {
  readonly people: number;
  readonly messages: number;
}

const ADD_PEOPLE = query(
  [],
  `insert into people (person_id, name, message_count, last_message_at)
   select 'discord:' || person, 'Person ' || person, 3, clock_timestamp() from generate_series(1, $1::integer) as person`,
);
const ADD_MESSAGES = query(
  [],
  `insert into messages (message_id, person_id, author, author_name, place, text, sent_at, expires_at)
   select 'message ' || number, 'discord:' || 1 + number % $2::integer, 'person', 'Person', '{"type": "dm"}',
     'I have an exam on "Friday", at the library: {a, b} \\ ü 🎻 ' || number, clock_timestamp(), clock_timestamp() + interval '30 days'
   from generate_series(1, $1::integer) as number`,
);
/** What is easily lost on the way: a JSON null, an array with a null, a moment with microseconds, a row that points at another. */
const ADD_ODDITIES = [
  `insert into scheduled_jobs (job_id, job_type, scheduled_time, payload) values ('odd', 'odd', '2026-01-01 00:00:00.000001+00', 'null')`,
  `update direct_chat_budget set openings = array[clock_timestamp(), null]`,
  `insert into consents (consent_id, person_id, decision, mechanism, text_version, language, place, decided_at)
   values ('no', 'discord:1', 'refused', 'button', 'v1', 'en', '{"type": "dm"}', clock_timestamp())`,
  `insert into consent_ends values ('no', clock_timestamp(), 'left')`,
].map((text) => query([], text));

/** The embedded database of a bot, filled, as a clean stop leaves it: with a copy. */
export async function fillLiveFolder(
  dataDir: string,
  { people, messages }: Amount,
  logger: Logger = silentLogger,
): Promise<void> {
  const database = await prepareDatabase({ databaseUrl: null, dataDir, mode: "live", logger });
  try {
    await database.run(ADD_PEOPLE, [people]);
    await database.run(ADD_MESSAGES, [messages, people]);
    for (const statement of ADD_ODDITIES) {
      await database.run(statement);
    }
  } finally {
    await database.close();
  }
}

/** How many messages the folder holds, opened as it is. */
export async function countMessages(folder: string): Promise<number> {
  const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
  try {
    const [count = 0] = await values<number>(database, "select count(*) as value from messages");
    return count;
  } finally {
    await database.close();
  }
}
