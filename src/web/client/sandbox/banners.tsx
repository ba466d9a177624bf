import type { JSX } from "preact";

import { Icon } from "../look/icon.tsx";
import { useActions, usePage } from "./state/use-page.ts";

/** Says that the server is away, for as long as it is. */
export function ConnectionBanner(): JSX.Element | null {
  const isAway = usePage((state) => state.connection === "away");
  const { reconnect } = useActions();
  if (!isAway) {
    return null;
  }
  return (
    <div class="banner" data-tone="warn" role="alert">
      <Icon name="cloud" />
      <p>Rekindle is not answering. Nothing is lost; this page connects again by itself.</p>
      <button type="button" class="button" data-look="quiet" onClick={reconnect}>
        Try now
      </button>
    </div>
  );
}

/** The last thing that went wrong, until it is put away. */
export function ProblemNote(): JSX.Element | null {
  const problem = usePage((state) => state.problem);
  const isAway = usePage((state) => state.connection === "away");
  const { dismissProblem } = useActions();
  if (problem === null || isAway) {
    return null;
  }
  return (
    <div class="banner" data-tone="bad" role="alert">
      <p>{problem}</p>
      <button type="button" class="icon-button" aria-label="Put this note away" onClick={dismissProblem}>
        <Icon name="close" />
      </button>
    </div>
  );
}
