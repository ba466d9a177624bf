import { type Queryable, statement, type Transaction } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";
import type { PersonState } from "../conversation-types.ts";

const STATE = `name, message_count as "messageCount", talk_count as "talkCount", talk_message_count as "talkMessageCount",
  last_message_at as "lastMessageAt"`;
const STATE_COLUMNS = ["name", "messageCount", "talkCount", "talkMessageCount", "lastMessageAt"] as const;

// A message after more than $4 seconds of silence opens a new talk. Messages may arrive late: the last time never goes back.
export const countMessage = statement<PersonState>(
  "count_message",
  STATE_COLUMNS,
  `insert into people as p (person_id, name, message_count, talk_count, talk_message_count, last_message_at)
   values ($1, $2, 1, 1, 1, $3)
   on conflict (person_id) do update set
     name = excluded.name,
     message_count = p.message_count + 1,
     talk_count = p.talk_count
       + (p.last_message_at is null or excluded.last_message_at > p.last_message_at + $4 * interval '1 second')::int,
     talk_message_count = case
       when p.last_message_at is null or excluded.last_message_at > p.last_message_at + $4 * interval '1 second' then 1
       else p.talk_message_count + 1 end,
     last_message_at = greatest(p.last_message_at, excluded.last_message_at)
   returning ${STATE}`,
);

export const selectPerson = statement<PersonState>(
  "select_person",
  STATE_COLUMNS,
  `select ${STATE} from people where person_id = $1`,
);

/** What is kept of a person; all empty for somebody who never wrote. */
export async function readPerson(db: Queryable, person: PersonId): Promise<PersonState> {
  const [row] = await db.run(selectPerson, [person]);
  return row ?? { name: null, messageCount: 0, talkCount: 0, talkMessageCount: 0, lastMessageAt: null };
}

/** Whether anything at all is kept of a person. */
export async function isKnown(db: Queryable, person: PersonId): Promise<boolean> {
  return (await db.run(selectPerson, [person])).length > 0;
}

export const insertPerson = statement(
  "insert_person",
  [],
  `insert into people (person_id) values ($1) on conflict (person_id) do nothing`,
);

export const lockPersonRow = statement("lock_person_row", [], `select from people where person_id = $1 for update`);

/** Until the transaction ends, nobody else decides or stores anything about this person. There is always a row to lock. */
export async function lockPerson(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(insertPerson, [person]);
  await transaction.run(lockPersonRow, [person]);
}

export const setPersonName = statement(
  "set_person_name",
  [],
  `insert into people (person_id, name) values ($1, $2) on conflict (person_id) do update set name = excluded.name`,
);

export const forgetPersonName = statement(
  "forget_person_name",
  [],
  `update people set name = null where person_id = $1`,
);
