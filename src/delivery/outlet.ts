import type { PersonId, Place } from "../vocabulary/index.ts";
import type { Button } from "./inbox.ts";

/** A message of our own accord. */
export interface OutletMessage {
  /** The outbound id: at most 22 characters. The platform delivers one message per nonce, for a while. */
  readonly nonce: string;
  readonly person: PersonId;
  readonly place: Place;
  readonly text: string;
  readonly buttons: readonly Button[];
}

/** What the platform said. A throw means that nobody knows whether the message arrived. */
export type SendResult =
  | { readonly type: "accepted"; readonly platformMessageId: string }
  /** The person cannot or does not want to be reached there: counts as their no. */
  | { readonly type: "withdrawn"; readonly code: string }
  /** The place is gone, or the message itself was refused: not to be tried again. */
  | { readonly type: "refused"; readonly code: string }
  /** Surely not delivered, and worth another try. */
  | { readonly type: "later"; readonly retryAfterMs: number };

/** Whether a message is where it should be. `unreadable`: the platform does not let us look. */
export type FindResult =
  | { readonly type: "found"; readonly platformMessageId: string }
  | { readonly type: "absent" }
  | { readonly type: "unreadable" };

/** Where messages of our own accord leave. Only the delivery job is handed one. */
export interface Outlet {
  /** Where others read along, the platform puts in front whom it is for, in its own way: a mention. */
  send(message: OutletMessage, signal: AbortSignal): Promise<SendResult>;
  /** Looks in the place for a message with this nonce. */
  find(place: Place, nonce: string): Promise<FindResult>;
}
