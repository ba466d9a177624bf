import type { Button } from "../delivery/index.ts";
import type { FollowUpKind, PersonId, Place } from "../vocabulary/index.ts";

/**
 * `queued` (enqueue) → `sending` (beginSending) → `sent` (markSent) or `unknown` (markUnknown: nobody can tell whether it arrived;
 * it is not sent again). `queued` or `sending` → `withdrawn` (withdraw: it surely did not arrive); `sending` → `queued` only where the platform said that nothing
 * arrived. `dry_run` is made and never leaves.
 */
export type OutboundStatus = "queued" | "sending" | "sent" | "withdrawn" | "unknown" | "dry_run";

/** What a follow-up was made of: stored with it, and the answer to *Why this?*. */
export interface FollowUpContext {
  readonly kind: FollowUpKind;
  readonly reasonCode: string;
  /** The message that it goes back to, and a few words of it; gone when that message is, or after a no. */
  readonly sourceMessageId?: string;
  readonly quote?: string;
  readonly saidAt?: string;
  readonly relationship?: string;
  readonly templateId?: string;
  /** The model that wrote the text, where one did. */
  readonly model?: string;
  /** Why the model's text was not taken, where it was not. */
  readonly modelProblem?: string;
  readonly orderId?: string;
  /** They asked for it in the crisis lane. */
  readonly asked?: true;
  /** Only the operator's setting stood for the yes. */
  readonly byOperator?: true;
  /** It goes back to what the host knows, and to no message. */
  readonly byHost?: true;
}

/** A message of our own accord, on its way or past it. */
export interface OutboundMessage {
  readonly outboundId: string;
  readonly personId: PersonId;
  readonly status: OutboundStatus;
  readonly place: Place;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly kind: FollowUpKind;
  readonly contextData: FollowUpContext;
  readonly memoryId: string | null;
  readonly orderId: string | null;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
  readonly platformMessageId: string | null;
  /** Whether the platform's memory of the nonce may have run out (2 minutes of real time since the first try). */
  readonly nonceExpired: boolean;
}

/** A message that went out, or may have, or is about to: what caps, gaps and silence are counted from. */
export interface PastSend {
  readonly outboundId: string;
  readonly status: OutboundStatus;
  readonly kind: FollowUpKind;
  readonly at: Date;
  /** Whether they pressed a thumb or *Later*: not silence. */
  readonly reacted: boolean;
}
