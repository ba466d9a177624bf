import type { Transaction } from "../database/index.ts";
import { type PersonId, type Place, samePlace } from "../vocabulary/index.ts";
import { readPermission } from "./consent.ts";
import { readSettings } from "./sql/person-settings.ts";

declare const permitBrand: unique symbol;

/**
 * The right to write to one person in one place, now. Only {@link requestContactPermit} makes one, and `outbound.enqueue`
 * demands one: so nobody can be written to without the question having been asked.
 */
export interface ContactPermit {
  readonly [permitBrand]: true;
  readonly personId: PersonId;
  readonly place: Place;
  /** Plain check-ins too, or only what the person told. */
  readonly checkIns: boolean;
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
  place: Place,
): Promise<PermitAnswer> {
  const settings = await readSettings(transaction, person);
  if (settings.frozenAt !== null) {
    return { granted: false, reason: "frozen" };
  }
  const permission = await readPermission(transaction, person);
  switch (permission.state) {
    case "refused":
      return { granted: false, reason: "withdrawn" };
    case "not_asked":
      return { granted: false, reason: "no_permission" };
    case "granted":
    case "topics_only":
      return samePlace(permission.place, place)
        ? { granted: true, permit: makePermit(person, place, { checkIns: permission.state === "granted" }) }
        : { granted: false, reason: "no_permission" };
  }
}

function makePermit(person: PersonId, place: Place, { checkIns }: { checkIns: boolean }): ContactPermit {
  return { personId: person, place, checkIns } as ContactPermit; // the one place where the brand is given
}
