import { noteAsked, readPerson, recallMemories, TALK_GAP_MS } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { recentTexts } from "../outbound/index.ts";
import { type PersonId, type Place, type Relationship, samePlace } from "../vocabulary/index.ts";
import { writeByTemplate } from "./compose.ts";
import type { FollowUpReason } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { assessPerson } from "./replan.ts";

/** Something that was kept for a person's next visit. */
export interface Kept {
  readonly reason: FollowUpReason;
  readonly memoryId: string;
  readonly relationship: Relationship;
}

/**
 * What was kept for this person's next visit; `null` where nothing was. To be asked before the message with which they come back
 * is stored, since their being back is what ends the silence. Only in the place that they permitted.
 */
export async function findKept(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, place }: { readonly person: PersonId; readonly place: Place },
): Promise<Kept | null> {
  const { lastMessageAt } = await readPerson(transaction, person);
  const now = await transaction.now();
  if (parts.settings.dryRun || (lastMessageAt !== null && now.getTime() - lastMessageAt.getTime() < TALK_GAP_MS)) {
    return null; // they are in the middle of a talk, not back from a pause
  }
  const { snapshot, assessment } = await assessPerson(parts, transaction, person);
  if (assessment.type !== "keep" || !("place" in snapshot.permission) || !samePlace(snapshot.permission.place, place)) {
    return null;
  }
  for (const reason of snapshot.reasons) {
    const { kind, memoryId, notBefore } = reason;
    if (kind === "open_thread" && memoryId !== null && (notBefore === null || notBefore <= now)) {
      return { reason, memoryId, relationship: snapshot.relationship };
    }
  }
  return null;
}

/** The words that open the visit; `null` where the message with which they came back told it already. Said once. */
export async function openKept(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, kept }: { readonly person: PersonId; readonly kept: Kept },
): Promise<string | null> {
  const now = await transaction.now();
  const stillOpen = (await recallMemories(transaction, person, now)).some(
    ({ memoryId, askedAt }) => memoryId === kept.memoryId && askedAt === null,
  );
  if (!stillOpen) {
    return null;
  }
  await noteAsked(transaction, kept.memoryId, now);
  const { name } = await readPerson(transaction, person);
  const { reason, relationship } = kept;
  const brief = { reason, relationship, name, quote: null, recentTexts: await recentTexts(transaction, person) };
  return writeByTemplate(brief, parts)?.text ?? null;
}
