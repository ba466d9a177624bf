import { readPerson } from "../conversation/index.ts";
import { transactionRepeated } from "../database/index.ts";
import type { PressEvent, Reply } from "../delivery/index.ts";
import { askOnceMore } from "../privacy/index.ts";
import { personId } from "../vocabulary/index.ts";
import type { BotParts } from "./bot-parts.ts";

/**
 * *Ask them*, under the answer to an order: the question is put once more under that person's next message. For an administrator
 * under one in their own server, and they learn nothing of whether this person ever wrote anywhere.
 */
export async function askThem({ database }: BotParts, { actor, place }: PressEvent, value: string): Promise<Reply> {
  if (!actor.operator && (!actor.serverAdministrator || place.serverId === null)) {
    return { text: "Only administrators can have the question asked again.", onlyForActor: true };
  }
  const person = personId(value);
  const serverId = actor.operator ? null : place.serverId;
  await transactionRepeated(database, (transaction) => askOnceMore(transaction, person, serverId));
  if (!actor.operator) {
    return { text: "If they write to me in this server, I will ask once more there.", onlyForActor: true };
  }
  const { messageCount } = await readPerson(database, person);
  const text =
    messageCount === 0
      ? "They have not written yet. I will ask when they do."
      : "I will ask once more under their next message.";
  return { text, onlyForActor: true };
}
