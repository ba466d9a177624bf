import type { Outlet, SendResult } from "../delivery/index.ts";
import { assertOutsideTransaction } from "../kernel/index.ts";
import type { OutboundMessage } from "./outbound-types.ts";

/** What came of handing a message to the platform. `unknown`: nobody can tell whether it arrived, and nobody ever will. */
export type TransmitResult = SendResult | { readonly type: "unknown" } | { readonly type: "not_there" };

/**
 * Hands a message that is marked `sending` to the platform, so that it arrives once.
 *
 * A first try, or another within the time for which the platform remembers the nonce, sends it with that nonce. Later than that
 * it only looks whether the message is there: `not_there` is certain, and then it may be queued again.
 */
export async function transmit(outlet: Outlet, message: OutboundMessage, signal: AbortSignal): Promise<TransmitResult> {
  assertOutsideTransaction("the chat platform");
  if (message.nonceExpired) {
    const found = await outlet.find(message.place, message.outboundId);
    switch (found.type) {
      case "found":
        return { type: "accepted", platformMessageId: found.platformMessageId };
      case "absent":
        return { type: "not_there" };
      case "unreadable":
        return { type: "unknown" };
    }
  }
  return outlet.send(
    {
      nonce: message.outboundId,
      person: message.personId,
      place: message.place,
      text: message.text,
      buttons: message.buttons,
    },
    signal,
  );
}
