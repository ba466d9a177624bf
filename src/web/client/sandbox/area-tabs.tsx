import type { JSX } from "preact";

import { Icon, type IconName } from "../look/icon.tsx";
import type { Area, PageState } from "./state/page-state.ts";
import { useActions, usePage } from "./state/use-page.ts";

const TABS: readonly { readonly area: Area; readonly label: string; readonly icon: IconName }[] = [
  { area: "people", label: "People", icon: "people" },
  { area: "chat", label: "Chat", icon: "chat" },
  { area: "panel", label: "What it knows", icon: "mind" },
];

/** On narrow screens one area is shown at a time. */
export function AreaTabs(): JSX.Element {
  const shown = usePage((state) => state.area);
  const unread = usePage((state) => state.unread);
  const channel = usePage((state) => state.channel);
  const { showArea } = useActions();
  return (
    <nav class="area-tabs" aria-label="Areas">
      {TABS.map(({ area, label, icon }) => (
        <button
          key={area}
          type="button"
          aria-current={shown === area ? "page" : undefined}
          onClick={() => {
            showArea(area);
          }}
        >
          <Icon name={icon} />
          <span>{label}</span>
          <UnreadCount count={unreadIn(area, { unread, channel })} />
        </button>
      ))}
    </nav>
  );
}

function UnreadCount({ count }: { readonly count: number }): JSX.Element | null {
  return count > 0 ? (
    <span class="count">
      {count} <span class="only-read-out">new</span>
    </span>
  ) : null;
}

/** The chat counts its own channel, the people's area all others. */
function unreadIn(area: Area, { unread, channel }: Pick<PageState, "unread" | "channel">): number {
  if (area === "panel") {
    return 0;
  }
  return Object.entries(unread)
    .filter(([name]) => (name === channel) === (area === "chat"))
    .reduce((sum, [, count]) => sum + count, 0);
}
