import { transactionRepeated } from "../database/index.ts";
import {
  erasePerson,
  exportPerson,
  findOpenFollowUp,
  fromHostPlace,
  type HostPlace,
  type OpenFollowUp,
} from "../follow-ups/index.ts";
import { personId } from "../vocabulary/index.ts";
import type { ProgramParts } from "./bot-for.ts";

/** What is kept of people, for the bot's own commands. */
export interface PeopleDoor {
  /** All that our tables hold about a person, by table, as JSON. */
  export(userId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Deletes all of it, a refusal included: whoever was forgotten counts as somebody who was never asked. */
  forget(userId: string): Promise<void>;
}

/** The door; `parts` throws while Rekindle is not started. */
export function createPeopleDoor(parts: () => ProgramParts): PeopleDoor {
  return {
    export: async (userId) =>
      parts().database.transaction((transaction) => exportPerson(transaction, personId(userId))),
    forget: async (userId) =>
      transactionRepeated(parts().database, (transaction) => erasePerson(transaction, personId(userId))),
  };
}

/** The follow-up that a person may be answering in this place, for the prompt of whoever answers them; `null`: none. */
export async function openFollowUp(
  { database, connected }: ProgramParts,
  userId: string,
  place: HostPlace,
): Promise<OpenFollowUp | null> {
  const person = personId(userId);
  const where = fromHostPlace(place, connected.inbox.directPlace(person));
  return findOpenFollowUp(database, person, { place: where, now: await database.now() });
}
