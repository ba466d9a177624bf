import { type Queryable, statement } from "../../database/index.ts";

export const insertTakenCommand = statement<{ readonly messageId: string }>(
  "insert_taken_command",
  ["messageId"],
  `insert into taken_commands (message_id) values ($1) on conflict do nothing returning message_id as "messageId"`,
);

// Real time, whatever clock the rest goes by: nobody is told of a message again after a day.
export const deleteOldTakenCommands = statement(
  "delete_old_taken_commands",
  [],
  `delete from taken_commands where taken_at < clock_timestamp() - interval '1 day'`,
);

/**
 * Takes a command or a press, by the id of the message that it came as or of the call that it is, so that of several processes one
 * carries it out. False: another did.
 */
export async function takeCommand(db: Queryable, messageId: string): Promise<boolean> {
  return (await db.run(insertTakenCommand, [messageId])).length > 0;
}
