import { transactionRepeated } from "../../database/index.ts";
import { placeOrder } from "../../follow-ups/index.ts";
import { addMs, HOUR_MS } from "../../kernel/index.ts";
import type { Mention } from "../../delivery/index.ts";
import { BUTTON_IDS, type ReasonCode } from "../../vocabulary/index.ts";
import { minuteOf, nameOf } from "../plain-words.ts";
import type { Command, CommandAnswer } from "./command-types.ts";
import { reasonInWords, reasonToOperators } from "./reason-to-operators.ts";

const MAX_HOURS = 8784;

/** Reasons for which asking the person (again) helps. */
const PERMISSION_MISSING: readonly ReasonCode[] = ["no_permission", "withdrawn"];

/** An administrator wants somebody to be written to after so many hours. */
export const scheduleFollowup: Command = {
  name: "schedule_followup",
  description: "Has somebody written to after so many hours, where they permitted it",
  usage: `schedule_followup @name <hours, above 0 and at most ${MAX_HOURS}>`,
  rank: "administrator",
  fields: [
    { name: "person", description: "Who is to be written to", required: true, type: "person" },
    {
      name: "hours",
      description: "After so many hours, at the earliest",
      required: true,
      type: "number",
      max: MAX_HOURS,
    },
  ],
  run: async ({ database, followUps, inbox }, { actor, mentions, place }, words) => {
    const [person] = mentions;
    if (person === undefined) {
      return words.length === 0
        ? null
        : { text: "I do not know that name. Name somebody who has written here, with @ in front." };
    }
    const hours = readHours(words, person.name);
    if (hours === null) {
      return null;
    }
    const serverId = actor.operator ? null : place.serverId;
    const answer = await transactionRepeated(database, async (transaction) => {
      const dueAt = addMs(await transaction.now(), hours * HOUR_MS);
      const order = { person: person.id, orderedBy: actor.id, serverId, dueAt };
      return { dueAt, ...(await placeOrder(followUps, transaction, order)) };
    });
    if (!answer.accepted) {
      return refusal({ person, reasonCode: answer.reasonCode, operator: actor.operator });
    }
    // When it may really go out tells of hours and talks in other places: that is for operators.
    const notBefore = actor.operator ? answer.expectedAt : answer.dueAt;
    return {
      text: `Ordered: a follow-up to ${nameOf(person)}, not before ${minuteOf({ inbox }, notBefore)}. Order \`${answer.orderId}\``,
    };
  },
};

const PLAIN_NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;

/** The hours, where the words are a name and one number and nothing else; a name may be of several words. */
function readHours(words: readonly string[], name: string): number | null {
  const last = words.at(-1) ?? "";
  const hours = Number(last);
  const nameWords = words.length - 1;
  const fits = nameWords >= 1 && nameWords <= name.trim().split(/\s+/).length;
  return fits && PLAIN_NUMBER.test(last) && hours > 0 && hours <= MAX_HOURS ? hours : null;
}

/** As much of what stands in the way as the rank may know. */
function refusal({
  person,
  reasonCode,
  operator,
}: {
  readonly person: Mention;
  readonly reasonCode: ReasonCode;
  readonly operator: boolean;
}): CommandAnswer {
  // "Not now" to somebody who said yes would tell that something is wrong: the crisis lane looks like a no.
  const permissionMissing = PERMISSION_MISSING.includes(reasonToOperators(reasonCode));
  const buttons = permissionMissing ? [{ id: `${BUTTON_IDS.ask}:${person.id}`, label: "Ask them" }] : [];
  if (operator) {
    const why = reasonInWords(reasonCode);
    return { text: `Not ordered: ${nameOf(person)} cannot be written to, because ${why}.`, buttons };
  }
  return {
    text: permissionMissing ? "Not ordered: no permission for this server." : "Not ordered: not now.",
    buttons,
  };
}
