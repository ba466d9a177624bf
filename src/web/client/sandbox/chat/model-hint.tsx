import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { Icon } from "../../look/icon.tsx";
import { usePage } from "../state/use-page.ts";
import { MessageText } from "../words/markup.tsx";

/** Where no model is set, the bot listens and follows up but does not chat: say so, and how to change it. */
export function ModelHint(): JSX.Element | null {
  const hint = usePage((state) => state.sandbox?.modelHint ?? null);
  const [isAway, setAway] = useState(false);
  if (hint === null || isAway) {
    return null;
  }
  return (
    <div class="model-hint">
      <Icon name="quiet" />
      <MessageText text={withVariablesAsCode(hint)} />
      <button
        type="button"
        class="icon-button"
        aria-label="Put this hint away"
        onClick={() => {
          setAway(true);
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function withVariablesAsCode(hint: string): string {
  return hint.replace(/`?\b([A-Z]+(?:_[A-Z]+)+)\b`?/g, "`$1`");
}
