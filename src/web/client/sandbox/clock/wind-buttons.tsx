import type { JSX } from "preact";

import { Icon } from "../../look/icon.tsx";
import { useActions, usePage } from "../state/use-page.ts";

const WINDS = [
  { hours: 1, label: "+1 h", words: "Wind one hour forward" },
  { hours: 24, label: "+1 day", words: "Wind one day forward" },
  { hours: 48, label: "+2 days", words: "Wind two days forward" },
  { hours: 168, label: "+1 week", words: "Wind one week forward" },
] as const;

/** While it winds they stay where they are, so that the focus does, and do nothing. */
export function WindButtons(): JSX.Element {
  const isWinding = usePage((state) => (state.clock?.windingFrom ?? null) !== null);
  const { wind, windUntilDelivery } = useActions();
  return (
    <div class="winds" role="group" aria-label="Wind the clock forward">
      {WINDS.map(({ hours, label, words }) => (
        <button
          key={hours}
          type="button"
          class="chip"
          title={words}
          aria-disabled={isWinding}
          onClick={() => void wind(hours)}
        >
          {label}
        </button>
      ))}
      <button
        type="button"
        class="button"
        data-look="ember"
        title="Winds until a message is delivered to somebody, at most 60 days"
        aria-disabled={isWinding}
        onClick={() => void windUntilDelivery()}
      >
        <Icon name="skip" />
        Until something happens
      </button>
    </div>
  );
}
