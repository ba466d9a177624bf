import { transactionRepeated } from "../../database/index.ts";
import { placeOrder } from "../../follow-ups/index.ts";
import { addMs, describeMoment, HOUR_MS } from "../../kernel/index.ts";
import { REASON_WORDS, type ReasonCode } from "../../vocabulary/index.ts";
import type { Command } from "./command-types.ts";

const MAX_HOURS = 8784;

/** Reasons for which asking the person (again) helps. */
const PERMISSION_MISSING: readonly ReasonCode[] = ["no_permission", "withdrawn"];

/** An administrator wants somebody to be written to after so many hours. */
export const scheduleFollowup: Command = {
  name: "schedule_followup",
  usage: `schedule_followup @name <hours, above 0 and at most ${MAX_HOURS}>`,
  rank: "administrator",
  run: async ({ database, followUps }, { actor, mentions, place }, words) => {
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
      return placeOrder(followUps, transaction, { person: person.id, orderedBy: actor.id, serverId, dueAt });
    });
    if (!answer.accepted) {
      return refusal({ person, reasonCode: answer.reasonCode, operator: actor.operator });
    }
    return {
      text: `Ordered: a follow-up to ${person.name}, not before ${describeMoment(answer.expectedAt)}. Order \`${answer.orderId}\``,
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

/** As much of what stands in the way as the rank may know. What the crisis lane says is nobody's. */
function refusal({
  person,
  reasonCode,
  operator,
}: {
  readonly person: { readonly id: string; readonly name: string };
  readonly reasonCode: ReasonCode;
  readonly operator: boolean;
}): { text: string; buttons?: readonly { id: string; label: string }[] } {
  const permissionMissing = PERMISSION_MISSING.includes(reasonCode);
  const buttons = permissionMissing ? [{ id: `ask:${person.id}`, label: "Ask them" }] : [];
  if (!operator) {
    return {
      text: permissionMissing ? `Not ordered: no permission for this server.` : "Not ordered: not now.",
      buttons,
    };
  }
  // One answer for both, so that it tells nobody that somebody is in danger.
  if (reasonCode === "frozen" || reasonCode === "snoozed") {
    return { text: `Not ordered: ${person.name} cannot be written to now.` };
  }
  return {
    text: `Not ordered: ${person.name} cannot be written to, because ${REASON_WORDS[reasonCode]} (${reasonCode}).`,
    buttons,
  };
}
