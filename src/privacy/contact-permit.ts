import type { Transaction } from "../database/index.ts";
import { type PersonId, type Place, samePlace } from "../vocabulary/index.ts";
import { readAskedCheckIn } from "./asked-check-ins.ts";
import { readStanding } from "./consent.ts";
import type { ConsentMode } from "./privacy-types.ts";

declare const permitBrand: unique symbol;

/**
 * The right to write to one person in one place, now. Only this file makes one, and `outbound.enqueue`
 * demands one: so nobody can be written to without the question having been asked.
 */
export interface ContactPermit {
  readonly [permitBrand]: true;
  readonly personId: PersonId;
  readonly place: Place;
}

/** What is to be written, and where. */
export interface ContactRequest {
  readonly place: Place;
  /** Whether it goes back to something that the person told. */
  readonly citesTheirs: boolean;
  /** Whether the operator's setting may stand for a yes. */
  readonly consentMode: ConsentMode;
}

/** The permit, or why there is none. */
export type PermitAnswer =
  | { readonly granted: true; readonly permit: ContactPermit }
  | { readonly granted: false; readonly reason: "no_permission" | "withdrawn" | "frozen" };

/**
 * Asks for the right to write. Belongs into the transaction that acts on it. A read that fails throws, and so permits nothing.
 */
export async function requestContactPermit(
  transaction: Transaction,
  person: PersonId,
  { place, citesTheirs, consentMode }: ContactRequest,
): Promise<PermitAnswer> {
  const { permission, settings } = await readStanding(transaction, person, consentMode);
  if (settings.frozenAt !== null) {
    return { granted: false, reason: "frozen" };
  }
  switch (permission.state) {
    case "refused":
      return { granted: false, reason: "withdrawn" };
    case "not_asked":
      return { granted: false, reason: "no_permission" };
    case "granted":
    case "topics_only": {
      const covered = samePlace(permission.place, place) && (citesTheirs || permission.state === "granted");
      return covered
        ? { granted: true, permit: { personId: person, place } as ContactPermit }
        : { granted: false, reason: "no_permission" };
    }
  }
}

/** The right to the one check-in that somebody asked for in the crisis lane, there where they asked. It needs no other yes. */
export async function requestAskedCheckInPermit(
  transaction: Transaction,
  person: PersonId,
  place: Place,
): Promise<PermitAnswer> {
  const asked = await readAskedCheckIn(transaction, person);
  return asked !== null && samePlace(asked.place, place)
    ? { granted: true, permit: { personId: person, place } as ContactPermit }
    : { granted: false, reason: "no_permission" };
}
