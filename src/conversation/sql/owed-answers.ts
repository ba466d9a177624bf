import { statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";

/** An answer that is owed. */
export interface OwedRow {
  readonly messageId: string;
  readonly personId: PersonId;
  readonly crisis: boolean;
  readonly reply: boolean;
  readonly question: boolean;
}

const COLUMNS = ["messageId", "personId", "crisis", "reply", "question"] as const;
const RETURNED = `message_id as "messageId", person_id as "personId", crisis, reply, question`;
const ID = ["messageId"] as const;

// A batch of messages in one statement. Real time, whatever clock the rest goes by: it is about processes.
export const insertOwedAnswers = statement(
  "insert_owed_answers",
  [],
  `insert into owed_answers (message_id, person_id, crisis, reply, question, held_until)
   select m, p, 'crisis' = any(string_to_array(w, ',')), 'reply' = any(string_to_array(w, ',')), 'question' = any(string_to_array(w, ',')),
     clock_timestamp() + $4 * interval '1 millisecond'
   from unnest($1::text[], $2::text[], $3::text[]) as owed (m, p, w) on conflict (message_id) do nothing`,
);

export const selectOwedQuestion = statement<{ readonly messageId: string }>(
  "select_owed_question",
  ID,
  `select message_id as "messageId" from owed_answers where person_id = $1 and question limit 1`,
);

// Whoever died holds it no longer; `$1` are in the hands of whoever asks.
export const takeOwedAnswers = statement<OwedRow>(
  "take_owed_answers",
  COLUMNS,
  `update owed_answers set held_until = clock_timestamp() + $2 * interval '1 millisecond'
   where message_id in (
     select message_id from owed_answers
     where held_until <= clock_timestamp() and message_id <> all($1::text[])
     order by held_until limit $3 for update skip locked)
   returning ${RETURNED}`,
);

export const holdOwedAnswers = statement(
  "hold_owed_answers",
  [],
  `update owed_answers set held_until = clock_timestamp() + $2 * interval '1 millisecond' where message_id = any($1::text[])`,
);

export const releaseOwedAnswers = statement(
  "release_owed_answers",
  [],
  `update owed_answers set held_until = clock_timestamp()`,
);

export const deleteOwedAnswer = statement("delete_owed_answer", [], `delete from owed_answers where message_id = $1`);

export const selectLaterMessage = statement<{ readonly messageId: string }>(
  "select_later_message",
  ID,
  `select message_id as "messageId" from messages
   where person_id = $1 and author = 'person' and place->>'channelId' = $2 and sent_at > $3 limit 1`,
);
