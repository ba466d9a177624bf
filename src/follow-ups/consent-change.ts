import { forgetDerived, keepNewestTalk, lockPerson, noteActivity } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { forgetSources } from "../outbound/index.ts";
import { type ConsentRecord, readPermission, readPersonSettings, recordConsent, thaw } from "../privacy/index.ts";
import { FREEZE_MS, stopAll } from "./crisis-lane.ts";
import type { PersonId, Place } from "../vocabulary/index.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { stripSources } from "./sql/follow-up-history.ts";

/** What a person decided, and what comes with it. */
export interface ConsentChange {
  readonly record: ConsentRecord;
  readonly name: string;
  /** The talk in which it was given, where a host keeps its texts: see {@link talkOfHost}. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/** The texts of the talk in this place, where a host keeps them. To be asked before the transaction of {@link changeConsent}. */
export async function talkOfHost(
  { host }: Pick<FollowUpParts, "host">,
  person: PersonId,
  place: Place,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!host.brings.texts) {
    return undefined;
  }
  return new Map((await host.recentMessages(person, place)).map(({ id, text }) => [id, text]));
}

/**
 * A person said yes or no: puts it on record with all that follows. A first yes keeps the talk in which it was given and makes facts
 * from it; a no withdraws what waits, deletes what was derived, and ends orders. Either way it is planned anew.
 *
 * @returns whether they can be written to as things stand: a yes may be on record while follow-ups are paused for them.
 */
export async function changeConsent(
  parts: FollowUpParts,
  transaction: Transaction,
  { record, name, texts }: ConsentChange,
): Promise<{ readonly paused: boolean }> {
  const { personId, place, decidedAt } = record;
  await lockPerson(transaction, personId);
  const before = await readPermission(transaction, personId, parts.settings.consentMode);
  await recordConsent(transaction, parts.ids, record);
  if (record.decision === "refused") {
    await stopAll(transaction, personId, "withdrawn");
    await forgetDerived(transaction, personId);
    await forgetSources(transaction, personId);
    await transaction.run(stripSources, [personId]);
  } else if (!("place" in before)) {
    const { retentionDays } = parts.settings;
    // The button stands under the talk that it is about, however late it is pressed; a command stands for itself.
    const until = record.mechanism === "button" ? null : decidedAt;
    await keepNewestTalk(transaction, personId, {
      place,
      name,
      retentionDays,
      ids: parts.ids,
      until,
      leave: parts.host.brings,
      ...(parts.host.brings.texts ? { texts: texts ?? new Map<string, string>() } : {}),
    });
    await noteActivity(transaction, personId, decidedAt);
  }
  const { frozenAt } = await readPersonSettings(transaction, personId);
  const paused = frozenAt !== null && decidedAt.getTime() - frozenAt.getTime() < FREEZE_MS;
  if (frozenAt !== null && !paused && record.decision !== "refused") {
    await thaw(transaction, personId);
  }
  await replan(parts, transaction, personId);
  return { paused };
}
