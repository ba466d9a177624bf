import { noteAsked, readPerson, TALK_GAP_MS } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { recentTexts } from "../outbound/index.ts";
import { type PersonId, type Place, samePlace } from "../vocabulary/index.ts";
import { writeByTemplate } from "./compose.ts";
import type { FollowUpParts } from "./parts.ts";
import { assessPerson } from "./replan.ts";

/**
 * What was kept for this person's next visit, as words that open it; `null` where nothing was. To be asked before the message with
 * which they come back is stored. It is said once, and only in the place that they permitted.
 */
export async function takeKept(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, place }: { readonly person: PersonId; readonly place: Place },
): Promise<string | null> {
  const { name, lastMessageAt } = await readPerson(transaction, person);
  if (lastMessageAt !== null && (await transaction.now()).getTime() - lastMessageAt.getTime() < TALK_GAP_MS) {
    return null; // they are in the middle of a talk, not back from a pause
  }
  const { snapshot, assessment } = await assessPerson(parts, transaction, person);
  if (assessment.type !== "keep" || !("place" in snapshot.permission) || !samePlace(snapshot.permission.place, place)) {
    return null;
  }
  const reason = snapshot.reasons.find(
    ({ kind, notBefore }) => kind === "open_thread" && (notBefore === null || notBefore <= snapshot.now),
  );
  if (reason === undefined || reason.memoryId === null) {
    return null;
  }
  const brief = {
    reason,
    relationship: snapshot.relationship,
    name,
    quote: null,
    recentTexts: await recentTexts(transaction, person),
  };
  await noteAsked(transaction, reason.memoryId, snapshot.now);
  return writeByTemplate(brief, parts)?.text ?? null;
}
