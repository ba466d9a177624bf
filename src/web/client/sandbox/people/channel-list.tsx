import type { JSX } from "preact";

import { Icon } from "../../look/icon.tsx";
import { useActions, usePage } from "../state/use-page.ts";

/** The places to talk in, with what is unread there. */
export function ChannelList(): JSX.Element {
  const channels = usePage((state) => state.sandbox?.channels ?? NO_CHANNELS);
  const shown = usePage((state) => state.channel);
  const unread = usePage((state) => state.unread);
  const { pickChannel } = useActions();
  return (
    <ul class="pick-list" aria-label="Channels">
      {channels.map(({ id, label, hint }) => (
        <li key={id}>
          <button
            type="button"
            class="pick"
            aria-current={shown === id ? "true" : undefined}
            onClick={() => {
              pickChannel(id);
            }}
          >
            <span class="pick-icon">
              <Icon name={id === "dm" ? "chat" : "hash"} />
            </span>
            <span class="pick-words">
              <span class="pick-name">{label}</span>
              <span class="pick-hint">{hint}</span>
            </span>
            {(unread[id] ?? 0) > 0 ? <span class="count">{unread[id]}</span> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

const NO_CHANNELS: readonly never[] = [];
