import { DAY_MS } from "../../kernel/index.ts";
import type { FollowUpKind } from "../../vocabulary/index.ts";
import type { FollowUpReason, FollowUpSnapshot } from "../follow-ups-types.ts";

/** What shows best that someone listened comes first. */
const STRENGTH: readonly FollowUpKind[] = [
  "open_thread",
  "after_low_mood",
  "after_high_mood",
  "interest",
  "check_in",
  "goodbye",
];

/** A stronger reason is worth waiting for, for so long. Guessed. */
const PATIENCE_MS = 5 * DAY_MS;

/** What there is to write about: what they told, and, for those who wished for it, a plain check-in. */
export function availableReasons({ permission, reasons, tender }: FollowUpSnapshot): readonly FollowUpReason[] {
  return permission.state === "granted" ? [...reasons, plainCheckIn({ quiet: tender })] : reasons;
}

/** A check-in that goes back to nothing that they told. */
export function plainCheckIn({ quiet }: Pick<FollowUpReason, "quiet">): FollowUpReason {
  return {
    kind: "check_in",
    memoryId: null,
    topic: null,
    sourceMessageId: null,
    notBefore: null,
    staleAt: null,
    quiet,
  };
}

/**
 * The strongest of the reasons that are ready soonest; with patience, also of those that are ready a few days later, so that
 * nobody gets small talk on the eve of what they really told.
 */
export function chooseReason<Ready extends { readonly at: Date }>(
  reasons: readonly FollowUpReason[],
  readyAt: (reason: FollowUpReason) => Ready | null,
  { patient }: { readonly patient: boolean },
): { readonly reason: FollowUpReason; readonly ready: Ready } | null {
  const options = reasons.flatMap((reason) => {
    const ready = readyAt(reason);
    return ready === null ? [] : [{ reason, ready }];
  });
  const soonest = Math.min(...options.map(({ ready }) => ready.at.getTime()));
  const limit = soonest + (patient ? PATIENCE_MS : 0);
  const [best] = options
    .filter(({ ready }) => ready.at.getTime() <= limit)
    .toSorted(
      (one, other) =>
        strength(one.reason) - strength(other.reason) || one.ready.at.getTime() - other.ready.at.getTime(),
    );
  return best ?? null;
}

function strength({ kind }: FollowUpReason): number {
  return STRENGTH.indexOf(kind);
}
