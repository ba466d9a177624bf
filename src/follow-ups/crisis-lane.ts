import { forgetMemories, lockPerson } from "../conversation/index.ts";
import type { Queryable, Transaction } from "../database/index.ts";
import { addMs, DAY_MS } from "../kernel/index.ts";
import { withdrawAllQueued } from "../outbound/index.ts";
import { dropAskedCheckIn, freeze, noteAskedCheckIn, readPersonSettings, snoozeUntil } from "../privacy/index.ts";
import type { PersonId, Place, ReasonCode } from "../vocabulary/index.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { countCrisisOpening, sumCrisisOpenings } from "./sql/crisis-days.ts";
import { endOrders } from "./sql/orders.ts";

/** A yes so soon after signs of danger is no wish for check-ins yet; further signs within it open the lane no second time. */
export const FREEZE_MS = 1 * DAY_MS;

const UNCHECKED_PAUSE_MS = 3 * DAY_MS;

/** So many days are counted for operators. */
export const CRISIS_COUNT_DAYS = 30;

/**
 * Signs that a person, or somebody whom they worry about, is in danger: what waits is withdrawn, what was noted is forgotten, nothing is
 * planned, and a check-in that they asked for before is off. Each sign begins the day anew before which no yes takes effect.
 */
export async function freezePerson(parts: FollowUpParts, transaction: Transaction, person: PersonId): Promise<void> {
  await lockPerson(transaction, person);
  const now = await transaction.now();
  const { frozenAt } = await readPersonSettings(transaction, person);
  if (frozenAt === null || now.getTime() - frozenAt.getTime() >= FREEZE_MS) {
    await transaction.run(countCrisisOpening, [now]);
  }
  await freeze(transaction, person, now);
  await stopAll(transaction, person, "frozen");
  await forgetMemories(transaction, person);
  await replan(parts, transaction, person);
}

/** Nobody could look for signs of danger in what they wrote: nothing is sent for a while. */
export async function pauseUnchecked(transaction: Transaction, person: PersonId): Promise<void> {
  await snoozeUntil(transaction, person, addMs(await transaction.now(), UNCHECKED_PAUSE_MS));
}

/** What waits does not leave, what was asked for is off, and orders end. */
export async function stopAll(transaction: Transaction, person: PersonId, reason: ReasonCode): Promise<void> {
  await withdrawAllQueued(transaction, person, reason);
  await dropAskedCheckIn(transaction, person);
  await transaction.run(endOrders, [person, reason]);
}

/** They want to be asked in a few days how they are: once, with fixed words. */
export async function askForCheckIn(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, place, askedAt }: { readonly person: PersonId; readonly place: Place; readonly askedAt: Date },
): Promise<void> {
  await lockPerson(transaction, person);
  await noteAskedCheckIn(transaction, person, { place, askedAt });
  await replan(parts, transaction, person);
}

/** How often the crisis lane was opened in the last {@link CRISIS_COUNT_DAYS} days. All that operators learn of it. */
export async function countCrisisLane(db: Queryable, now: Date): Promise<number> {
  const [row] = await db.run(sumCrisisOpenings, [now, CRISIS_COUNT_DAYS]);
  return row?.openings ?? 0;
}
