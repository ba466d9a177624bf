import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { PersonPanel } from "../../../contract.ts";
import { Icon } from "../../look/icon.tsx";
import { useCatchFocus } from "../../look/use-catch-focus.ts";
import { useNow } from "../clock/use-now.ts";
import { useActions, usePage } from "../state/use-page.ts";
import { BROWSER_ZONE, distanceWords, hoursUntil, momentWords, momentWordsIn } from "../words/moments.ts";
import { sentence } from "../words/sentences.ts";
import { Section } from "./section.tsx";

/** What is planned next, and why; or why nothing is. */
export function NextSection({ panel }: { readonly panel: PersonPanel }): JSX.Element {
  const { next } = panel;
  const boxRef = useRef<HTMLDivElement>(null);
  useCatchFocus(boxRef, next?.at);
  return (
    <div class="next" data-planned={next !== null} ref={boxRef} tabIndex={-1}>
      <Section title="What happens next" icon="clock">
        {next === null ? (
          <p class="next-words">{sentence(panel.nothingPlanned ?? "nothing is planned")}</p>
        ) : (
          <Planned panel={panel} next={next} />
        )}
      </Section>
    </div>
  );
}

function Planned({
  panel,
  next,
}: {
  readonly panel: PersonPanel;
  readonly next: NonNullable<PersonPanel["next"]>;
}): JSX.Element {
  const now = useNow() ?? next.at;
  const isWinding = usePage((state) => (state.clock?.windingFrom ?? null) !== null);
  const { wind } = useActions();
  const isElsewhere = panel.timeZone !== BROWSER_ZONE;
  return (
    <>
      <p class="next-when">
        <time dateTime={next.at}>{momentWords(next.at)}</time>{" "}
        <span class="next-distance">{distanceWords(next.at, now)}</span>
      </p>
      {panel.timeZone !== null && isElsewhere ? (
        <p class="quiet">
          For {panel.name} that is {momentWordsIn(next.at, panel.timeZone)}.
        </p>
      ) : null}
      <p class="next-words">{sentence(next.words)}</p>
      {Date.parse(next.at) > Date.parse(now) ? (
        <button
          type="button"
          class="button"
          data-look="plain"
          aria-disabled={isWinding}
          onClick={() => void wind(hoursUntil(next.at, now))}
        >
          <Icon name="skip" />
          Wind the clock to then
        </button>
      ) : null}
    </>
  );
}
