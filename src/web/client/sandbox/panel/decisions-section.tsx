import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { PersonPanel } from "../../../contract.ts";
import { Icon, type IconName } from "../../look/icon.tsx";
import { momentWords } from "../words/moments.ts";
import { sentence } from "../words/sentences.ts";
import { Section } from "./section.tsx";

type Decision = PersonPanel["decisions"][number];

const OUTCOMES = {
  send: { label: "Wrote", icon: "send" },
  wait: { label: "Waited", icon: "pause" },
  keep: { label: "Kept for the next visit", icon: "bookmark" },
  suppress: { label: "Stayed silent", icon: "quiet" },
} as const satisfies Record<Decision["outcome"], { label: string; icon: IconName }>;

const SHOWN_AT_FIRST = 4;

/** What was decided before, also not to write, each with its reason. */
export function DecisionsSection({ decisions }: { readonly decisions: readonly Decision[] }): JSX.Element {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? decisions : decisions.slice(0, SHOWN_AT_FIRST);
  return (
    <Section title="Decided before" icon="check">
      {decisions.length === 0 ? (
        <p class="quiet">No decision so far. Each one will stand here, also the ones not to write.</p>
      ) : null}
      <ol class="decisions">
        {shown.map(({ id, at, outcome, reasonCode, words }) => (
          <li key={id} data-outcome={outcome}>
            <span class="decision-mark">
              <Icon name={OUTCOMES[outcome].icon} />
            </span>
            <p title={`Reason code: ${reasonCode}`}>
              <span class="only-read-out">{OUTCOMES[outcome].label}:</span>
              {sentence(words)}
            </p>
            <time class="fine" dateTime={at}>
              {momentWords(at)}
            </time>
          </li>
        ))}
      </ol>
      {decisions.length > SHOWN_AT_FIRST ? (
        <button
          type="button"
          class="link-button"
          aria-expanded={showsAll}
          onClick={() => {
            setShowsAll(!showsAll);
          }}
        >
          {showsAll ? "Show fewer" : `Show all ${String(decisions.length)}`}
        </button>
      ) : null}
    </Section>
  );
}
